import { createHash, type Hash } from 'node:crypto'
import { createReadStream, mkdirSync, mkdtempSync } from 'node:fs'
import { open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export type MediaStore = ReturnType<typeof createMediaStore>

type Chunk = { name: string; startBytes: number; source: AsyncIterable<Buffer> }

/** Files of received bytes. Nothing is held in memory but the hash so far. */
export function createMediaStore(dataDir: string | null) {
  const dir = dataDir === null ? mkdtempSync(join(tmpdir(), 'tiktok-simulator-')) : join(dataDir, 'media')
  mkdirSync(dir, { recursive: true })
  const hashes = new Map<string, { hash: Hash; sizeBytes: number }>()

  const pathOf = (name: string) => join(dir, name)

  async function hashOf(name: string, sizeBytes: number): Promise<Hash> {
    const known = hashes.get(name)
    if (known?.sizeBytes === sizeBytes) return known.hash
    const hash = createHash('sha256')
    if (sizeBytes > 0)
      for await (const piece of createReadStream(pathOf(name), { end: sizeBytes - 1 })) hash.update(piece)
    return hash
  }

  return {
    pathOf,
    /** Appends all of `source` or, when it breaks off, nothing. Gives the file's size. */
    async append({ name, startBytes, source }: Chunk): Promise<number> {
      const hash = (await hashOf(name, startBytes)).copy()
      const file = await open(pathOf(name), 'a')
      let sizeBytes = startBytes
      try {
        await file.truncate(startBytes)
        for await (const piece of source) {
          hash.update(piece)
          await file.writeFile(piece)
          sizeBytes += piece.length
        }
      } catch (error) {
        await file.truncate(startBytes)
        throw error
      } finally {
        await file.close()
      }
      hashes.set(name, { hash, sizeBytes })
      return sizeBytes
    },
    async sha256(name: string, sizeBytes: number): Promise<string> {
      return (await hashOf(name, sizeBytes)).copy().digest('hex')
    },
    forget: (name: string) => hashes.delete(name),
    async remove(name: string): Promise<void> {
      hashes.delete(name)
      await rm(pathOf(name), { force: true })
    },
    async close(): Promise<void> {
      if (dataDir === null) await rm(dir, { recursive: true, force: true })
    },
  }
}
