import { expect, test } from 'vitest'
import { isVerifierOf } from './pkce.ts'

const VERIFIER = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk'

test('the challenge is the lower-case hex of the hash', () => {
  expect(isVerifierOf('13d31e961a1ad8ec2f16b10c4c982e0876a878ad6df144566ee1894acb70f9c3', VERIFIER)).toBe(true)
})

test('a base64url challenge, as RFC 7636 has it, does not fit', () => {
  expect(isVerifierOf('E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM', VERIFIER)).toBe(false)
})

test('a verifier has 43 to 128 unreserved characters', () => {
  expect(isVerifierOf('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855', '')).toBe(false)
})
