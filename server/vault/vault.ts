import { CompactEncrypt, compactDecrypt, decodeProtectedHeader } from 'jose'
import { Secret } from './secret.ts'

export type EncryptionKey = { id: string; bytes: Uint8Array }

/** What a sealed text belongs to. It opens only for the same owner and field. */
export type SealedFor = { ownerId: string; field: string }

export type Vault = ReturnType<typeof createVault>

/** A sealed value did not open. Says which key id it wants, never what was in it. */
export class VaultError extends Error {
  override name = 'VaultError'
  readonly keyId: string | null

  constructor(message: string, keyId: string | null, cause?: unknown) {
    super(message, { cause })
    this.keyId = keyId
  }
}

/**
 * The only code that sees the keys. Texts are sealed as JWE (A256GCMKW + A256GCM) by the first key; all keys open.
 * Owner and field stand in the protected header and are checked on open.
 */
export function createVault(keys: EncryptionKey[]) {
  const [sealing] = keys
  if (!sealing) throw new VaultError('There is no encryption key.', null)
  const keysById = new Map(keys.map((key) => [key.id, key.bytes]))

  const vault = {
    sealingKeyId: sealing.id,
    keyIds: keys.map(({ id }) => id),

    async seal(secret: Secret, { ownerId, field }: SealedFor): Promise<string> {
      return new CompactEncrypt(new TextEncoder().encode(secret.reveal()))
        .setProtectedHeader({ alg: 'A256GCMKW', enc: 'A256GCM', kid: sealing.id, sub: ownerId, field })
        .encrypt(sealing.bytes)
    },

    async open(sealed: string, { ownerId, field }: SealedFor): Promise<Secret> {
      const keyId = keyIdOf(sealed)
      const key = keyId === null ? undefined : keysById.get(keyId)
      if (!key) throw new VaultError(`A sealed ${field} needs the encryption key "${keyId}", which is not set.`, keyId)
      const opened = await compactDecrypt(sealed, key, {
        keyManagementAlgorithms: ['A256GCMKW'],
        contentEncryptionAlgorithms: ['A256GCM'],
      }).catch((cause: unknown) => {
        throw new VaultError(`A sealed ${field} does not open with the encryption key "${keyId}".`, keyId, cause)
      })
      const { sub, field: sealedField } = opened.protectedHeader
      if (sub !== ownerId || sealedField !== field)
        throw new VaultError(`A sealed ${field} belongs to something else (key "${keyId}").`, keyId)
      return new Secret(new TextDecoder().decode(opened.plaintext))
    },

    /** The same text under the first key; as it is where that key sealed it already. */
    async reseal(sealed: string, owner: SealedFor): Promise<string> {
      if (keyIdOf(sealed) === sealing.id) return sealed
      return vault.seal(await vault.open(sealed, owner), owner)
    },
  }
  return vault
}

function keyIdOf(sealed: string): string | null {
  try {
    const { kid } = decodeProtectedHeader(sealed)
    return typeof kid === 'string' ? kid : null
  } catch {
    return null
  }
}
