import { expect, test } from 'vitest'
import { writeJson } from './envelope.ts'

test('a 64-bit id leaves as a bare number with every digit', () => {
  expect(writeJson({ ids: [7602997517160123667n], text: '"7602997517160123667"' })).toBe(
    '{"ids":[7602997517160123667],"text":"\\"7602997517160123667\\""}',
  )
})
