import { newEncryptionKey } from '../generated-secrets.ts'

/** `clipdeck keys new`: a fresh key for ENCRYPTION_KEYS. It is shown here and nowhere else. */
export function newKeyCommand(): void {
  process.stdout.write(`${newEncryptionKey()}

Put it first, and keep what is there behind it:
  ENCRYPTION_KEYS=<this entry>,<the present value>
Without ENCRYPTION_KEYS the present value is in DATA_DIR/secrets/encryption-keys: copy it from there, or put the new entry
before it in that file. Then restart every process and run "clipdeck keys rotate". docs/key-rotation.md has the whole way.
`)
}
