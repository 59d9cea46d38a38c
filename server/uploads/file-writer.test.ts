import { createHash, randomBytes } from 'node:crypto'
import { mkdtemp, open, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createFileWriter } from './file-writer.ts'

async function useFile(path?: string) {
  const dir = await mkdtemp(join(tmpdir(), 'clipdeck-writer-'))
  const file = await open(path ?? join(dir, 'file'), path ? 'r+' : 'w+')
  return {
    path: join(dir, 'file'),
    file,
    async [Symbol.asyncDispose]() {
      await file.close()
      await rm(dir, { recursive: true })
    },
  }
}

test.each([
  ['crumbs, more than one write can take', Array.from({ length: 3000 }, () => randomBytes(7))],
  ['large pieces', Array.from({ length: 5 }, () => randomBytes(900_000))],
  ['nothing', []],
])('%s come to the file in their order, and to the hash', async (_, pieces) => {
  await using target = await useFile()
  const whole = Buffer.concat(pieces)
  await target.file.write(Buffer.alloc(100))
  const hash = createHash('sha256')
  const writer = createFileWriter({ file: target.file, position: 100, hash, name: 'clip.mp4' })
  for (const piece of pieces) await writer.write(piece)
  expect(await writer.flush()).toBe(100 + whole.length)
  expect((await readFile(target.path)).subarray(100).equals(whole)).toBe(true)
  expect(hash.digest('hex')).toBe(createHash('sha256').update(whole).digest('hex'))
})

test('a full disk is told, and nothing more is written', async () => {
  await using target = await useFile('/dev/full')
  const writer = createFileWriter({ file: target.file, position: 0, hash: null, name: 'clip.mp4' })
  await writer.write(randomBytes(2_000_000))
  const refusal = { code: 'disk_full', message: 'There is no room on the disk for clip.mp4.' }
  await expect(writer.write(randomBytes(2_000_000))).rejects.toMatchObject(refusal)
  await expect(writer.flush()).rejects.toMatchObject(refusal)
})
