import { expect, test } from 'vitest'
import { parseJson } from './parse-json.ts'

test('integers beyond 2^53 survive as text, wherever they stand', () => {
  const text = '{"ids":[7602997517160123666,-9223372036854775808],"deep":{"id":7602997517160123666}}'
  expect(parseJson(text)).toEqual({
    ids: ['7602997517160123666', '-9223372036854775808'],
    deep: { id: '7602997517160123666' },
  })
})

test('everything else is as JSON.parse has it', () => {
  const text = '{"a":9007199254740991,"b":1.5,"c":1e3,"d":"7602997517160123666","e":null,"f":[true],"g":0}'
  expect(parseJson(text)).toEqual(JSON.parse(text))
})

test('what is not JSON is undefined', () => {
  for (const text of ['', '{"access_token":"act.secret', '<html>', 'undefined']) expect(parseJson(text)).toBeUndefined()
})
