import { randomBytes } from 'node:crypto'
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * A secret made once and kept in a file that only its owner reads (0600).
 * Several processes may start at once on one folder: the first one's file wins.
 */
export function generatedSecret(dataDir: string, name: string, make: () => string): string {
  const dir = join(dataDir, 'secrets')
  const path = join(dir, name)
  if (!existsSync(path)) {
    mkdirSync(dir, { recursive: true, mode: 0o700 })
    const draft = `${path}.${process.pid}`
    writeFileSync(draft, `${make()}\n`, { mode: 0o600 })
    try {
      linkSync(draft, path)
    } catch (error) {
      if (!existsSync(path)) throw error
    } finally {
      rmSync(draft)
    }
  }
  return readFileSync(path, 'utf8').trim()
}

/** `id:base64-of-32-bytes`, with an id that tells two generated keys apart. */
export function newEncryptionKey(): string {
  return `k${randomBytes(3).toString('hex')}:${randomBytes(32).toString('base64')}`
}

export function newPassword(): string {
  return randomBytes(32).toString('base64url')
}
