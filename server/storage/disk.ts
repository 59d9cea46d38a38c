import { createReadStream } from 'node:fs'
import { access, constants, copyFile, mkdir, open, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { readPieces } from './read-pieces.ts'
import type { Storage } from './storage.ts'
import { storageKey } from './storage-key.ts'

/** 1 MiB reads keep a large upload at few system calls and memory flat. */
const READ_BYTES = 1024 * 1024

/** Media as files under one folder. */
export async function createDiskStorage(dir: string): Promise<Storage> {
  await mkdir(dir, { recursive: true })
  const pathOf = (key: string) => join(dir, storageKey(key))

  return {
    async putFile(key, localPath) {
      const path = pathOf(key)
      await mkdir(dirname(path), { recursive: true })
      await flush(localPath)
      await move(localPath, path)
    },
    read: (key, range) =>
      createReadStream(pathOf(key), {
        highWaterMark: READ_BYTES,
        ...(range && { start: range.firstByte, end: range.lastByte }),
      }),
    readPieces: (key, range) => readPieces(pathOf(key), range),
    localPath: pathOf,
    withLocalFile: (key, use) => use(pathOf(key)),
    remove: (key) => rm(pathOf(key), { force: true }),
    check: () => access(dir, constants.W_OK),
    async [Symbol.asyncDispose]() {},
  }
}

/** A rename where that is possible; between two file systems a copy that appears under its name only when it is whole. */
async function move(from: string, to: string): Promise<void> {
  try {
    await rename(from, to)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EXDEV')) throw error
    const draft = `${to}.part`
    await copyFile(from, draft)
    await flush(draft)
    await rename(draft, to)
    await rm(from)
  }
}

/** On disk before anything says that it is there. */
async function flush(path: string): Promise<void> {
  const file = await open(path, 'r+')
  try {
    await file.sync()
  } finally {
    await file.close()
  }
}
