import { expect, test } from 'vitest'
import { createCodeVerifier, hexCodeChallenge } from './pkce.ts'

test('the challenge is the hex SHA-256 of the verifier', () => {
  const challenge = hexCodeChallenge('dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk')
  expect(challenge).toBe('13d31e961a1ad8ec2f16b10c4c982e0876a878ad6df144566ee1894acb70f9c3')
})

test('a verifier has 43 allowed characters and follows the randomness it is given', () => {
  expect(createCodeVerifier((sizeBytes) => new Uint8Array(sizeBytes).fill(255))).toBe(`${'_'.repeat(42)}8`)
  const verifiers = Array.from({ length: 100 }, () => createCodeVerifier())
  for (const verifier of verifiers) expect(verifier).toMatch(/^[A-Za-z0-9._~-]{43}$/)
  expect(new Set(verifiers).size).toBe(100)
})
