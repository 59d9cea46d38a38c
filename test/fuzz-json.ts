import fc from 'fast-check'

/** Texts that a careless reader trips over. */
export const nastyText = fc.oneof(
  fc.constantFrom(
    '',
    ' ',
    '\u0000',
    'a\u0000b',
    '\ud800',
    '\r\nX-Injected: 1',
    '1e999',
    '-1',
    '9'.repeat(400),
    '__proto__',
    'constructor',
    '{"a":1}',
    "'; drop table accounts; --",
    '<script>alert(1)</script>',
    '../../etc/passwd',
    'é'.repeat(5000),
  ),
  fc.string({ unit: 'binary', maxLength: 40 }),
)

const nastyNumber = fc.constantFrom(
  0,
  -1,
  1.5,
  1e300,
  -1e300,
  Number.MAX_SAFE_INTEGER,
  2 ** 53,
  2 ** 63,
  2 ** 31,
  1e-320,
)

/** Values of that kind. */
export const nastyValue: fc.Arbitrary<unknown> = fc.oneof(
  nastyText,
  nastyNumber,
  fc.constantFrom(null, true, false, [], {}, [[]], [null]),
  fc.jsonValue({ maxDepth: 2 }),
)

/** The object with some of its fields replaced, missing or added; often it stays as it is. */
export function mutated(base: Record<string, unknown>): fc.Arbitrary<Record<string, unknown>> {
  const names = Object.keys(base)
  const change = fc.record({
    name: fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...names) }, { weight: 1, arbitrary: nastyText }),
    value: nastyValue,
    isRemoved: fc.boolean(),
  })
  return fc.array(change, { maxLength: 3 }).map((changes) => {
    const fields = new Map(Object.entries(base))
    for (const { name, value, isRemoved } of changes)
      if (isRemoved) fields.delete(name)
      else fields.set(name, value)
    return Object.fromEntries(fields)
  })
}

/** A body that is mostly the object, changed; sometimes cut short, and sometimes nothing of the kind. */
export function bodyOf(base: Record<string, unknown>): fc.Arbitrary<string> {
  const text = mutated(base).map((value) => JSON.stringify(value))
  return fc.oneof(
    { weight: 12, arbitrary: text },
    { weight: 1, arbitrary: fc.tuple(text, fc.nat(200)).map(([whole, length]) => whole.slice(0, length)) },
    { weight: 1, arbitrary: fc.json() },
    { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 200 }) },
    {
      weight: 1,
      arbitrary: fc.constantFrom('', '{}', '[]', 'null', '"ok"', '<html></html>', '\ufeff{}', '['.repeat(20_000)),
    },
  )
}
