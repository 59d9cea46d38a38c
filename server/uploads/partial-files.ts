import { mkdirSync } from 'node:fs'
import { chmod, open, rm } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import { FileStore } from '@tus/file-store'
import { type KvStore, Upload } from '@tus/server'
import type { Context } from '../context.ts'
import type { UploadRow } from '../db/tables.ts'
import { notFound } from '../errors.ts'
import { createFileWriter } from './file-writer.ts'
import { partialPath, partialsDir } from './partial-path.ts'
import type { RunningHashes } from './running-hashes.ts'
import { SILENT_MS } from './silence.ts'
import { deleteUpload, getUpload } from './uploads-store.ts'

/** What tus reads and writes: what an upload is stands in its row, what has come of it in a file. */
export class PartialFiles extends FileStore {
  readonly #ctx: Context
  readonly #hashes: RunningHashes

  constructor(ctx: Context, hashes: RunningHashes) {
    // Before it is made there, readable for everybody.
    mkdirSync(partialsDir(ctx), { recursive: true, mode: 0o700 })
    super({ directory: partialsDir(ctx), configstore: rowsAsConfig(ctx), expirationPeriodInMilliseconds: SILENT_MS })
    this.extensions = ['creation', 'creation-with-upload', 'termination', 'expiration']
    this.#ctx = ctx
    this.#hashes = hashes
  }

  override async create(upload: Upload): Promise<Upload> {
    const created = await super.create(upload)
    await chmod(partialPath(this.#ctx, upload.id), 0o600)
    return created
  }

  /** Of an ended upload all was there, though its file is gone. */
  override async getUpload(id: string): Promise<Upload> {
    const row = await getUpload(this.#ctx.db, id)
    return row?.endedAt ? asTusUpload(row, row.lengthBytes) : super.getUpload(id)
  }

  /** Gives the offset after the last byte. What came before a connection broke is kept, with its hash. */
  override async write(content: Readable, id: string, offset: number): Promise<number> {
    const row = await getUpload(this.#ctx.db, id)
    if (!row) throw notFound('upload')
    if (offset === row.lengthBytes) return offset
    await using file = await open(partialPath(this.#ctx, id), 'r+')
    const hash = this.#hashes.take(id, offset)
    const writer = createFileWriter({ file, position: offset, hash, name: row.fileName })
    const pieces: AsyncIterable<Buffer> = content
    let end = offset
    try {
      for await (const piece of pieces) await writer.write(piece)
    } finally {
      end = await writer.flush()
      if (hash) this.#hashes.giveBack(id, hash, end)
    }
    return end
  }

  override async remove(id: string): Promise<void> {
    await deleteUpload(this.#ctx.db, id)
    await rm(partialPath(this.#ctx, id), { force: true })
    this.#hashes.forget(id)
  }
}

/** Rows are made and removed by the two ends of an upload's life, so tus only reads here. */
function rowsAsConfig({ db }: Context): KvStore<Upload> {
  return {
    async get(id) {
      const row = await getUpload(db, id)
      return row && asTusUpload(row, 0)
    },
    set: async () => {},
    delete: async () => {},
  }
}

/** tus counts the time to its expiry from the creation; ours begins again with every byte. */
function asTusUpload({ id, lengthBytes, metadata, seenAt }: UploadRow, offset: number): Upload {
  return new Upload({ id, size: lengthBytes, offset, metadata, creation_date: seenAt.toISOString() })
}
