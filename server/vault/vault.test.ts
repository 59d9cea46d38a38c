import { randomBytes } from 'node:crypto'
import { inspect } from 'node:util'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Secret } from './secret.ts'
import { createVault, VaultError } from './vault.ts'

const first = { id: 'k1', bytes: randomBytes(32) }
const second = { id: 'k2', bytes: randomBytes(32) }
const owner = { ownerId: 'account-1', field: 'access-token' }

test('what was sealed opens again, whatever it is', async () => {
  const vault = createVault([first])
  await fc.assert(
    fc.asyncProperty(fc.string({ maxLength: 300, unit: 'grapheme' }), async (text) => {
      expect((await vault.open(await vault.seal(new Secret(text), owner), owner)).reveal()).toBe(text)
    }),
    { numRuns: 50 },
  )
})

test('the same text is sealed differently each time, with the id of its key', async () => {
  const vault = createVault([first])
  const [one, other] = [await vault.seal(new Secret('token'), owner), await vault.seal(new Secret('token'), owner)]
  expect(one).not.toBe(other)
  expect(JSON.parse(Buffer.from(one.split('.')[0] ?? '', 'base64url').toString())).toMatchObject({
    alg: 'A256GCMKW',
    enc: 'A256GCM',
    kid: 'k1',
    sub: 'account-1',
    field: 'access-token',
  })
})

test('an old key still opens; a key that is gone is named', async () => {
  const sealed = await createVault([first]).seal(new Secret('token'), owner)
  expect((await createVault([second, first]).open(sealed, owner)).reveal()).toBe('token')
  await expect(createVault([second]).open(sealed, owner)).rejects.toMatchObject({ name: 'VaultError', keyId: 'k1' })
})

test('a text of another account, another field, or one that was altered does not open', async () => {
  const vault = createVault([first])
  const sealed = await vault.seal(new Secret('token'), owner)
  await expect(vault.open(sealed, { ...owner, ownerId: 'account-2' })).rejects.toBeInstanceOf(VaultError)
  await expect(vault.open(sealed, { ...owner, field: 'refresh-token' })).rejects.toBeInstanceOf(VaultError)
  const altered = `${sealed.slice(0, -6)}${sealed.endsWith('AAAAAA') ? 'BBBBBB' : 'AAAAAA'}`
  await expect(vault.open(altered, owner)).rejects.toBeInstanceOf(VaultError)
  await expect(vault.open('token in the clear', owner)).rejects.toBeInstanceOf(VaultError)
})

test('sealing anew brings the same text under the first key, and never seals twice', async () => {
  const vault = createVault([second, first])
  const sealed = await createVault([first]).seal(new Secret('token'), owner)
  const resealed = await vault.reseal(sealed, owner)
  expect((await createVault([second]).open(resealed, owner)).reveal()).toBe('token')
  expect(await vault.reseal(resealed, owner)).toBe(resealed)
  await expect(vault.reseal(sealed, { ...owner, ownerId: 'account-2' })).rejects.toBeInstanceOf(VaultError)
})

test('the same id with other bytes does not open', async () => {
  const sealed = await createVault([first]).seal(new Secret('token'), owner)
  await expect(createVault([{ id: 'k1', bytes: randomBytes(32) }]).open(sealed, owner)).rejects.toThrow('"k1"')
})

test('a secret shows itself only when asked', () => {
  const secret = new Secret('act.very-secret')
  const shown = [
    `${secret}`,
    JSON.stringify({ secret }),
    inspect(secret),
    inspect({ deep: [secret] }),
    String(new Error(`${secret}`)),
  ]
  for (const text of shown) expect(text).not.toContain('very-secret')
  expect(secret.reveal()).toBe('act.very-secret')
})
