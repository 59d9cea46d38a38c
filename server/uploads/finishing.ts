import { setTimeout as wait } from 'node:timers/promises'
import type { Context } from '../context.ts'
import type { UploadRow } from '../db/tables.ts'
import { finishUpload } from './finish-upload.ts'
import type { RunningHashes } from './running-hashes.ts'
import { getUpload } from './uploads-store.ts'

/** Proxies and clients give up a silent request after 30 or 60 seconds; judging and storing 4 GB may take longer. */
const WAIT_MS = 25_000

/** Finishes uploads in this process, each once at a time however many ask. It goes on when nobody waits any more. */
export function createFinishing(ctx: Context, hashes: RunningHashes) {
  const running = new Map<string, Promise<void>>()

  function begin(upload: UploadRow): Promise<void> {
    const sha256 = hashes.take(upload.id, upload.lengthBytes)?.digest('hex') ?? null
    const run = finishUpload(ctx, upload, sha256).finally(() => running.delete(upload.id))
    run.catch((err: unknown) => ctx.log.warn({ err, uploadId: upload.id }, 'An upload could not be finished'))
    running.set(upload.id, run)
    return run
  }

  return {
    /** Gives the upload as it is then: ended, or still on its way after a while; undefined when it was called off. */
    async finish(upload: UploadRow): Promise<UploadRow | undefined> {
      if (upload.endedAt) return upload
      const waiting = new AbortController()
      try {
        const patience = wait(WAIT_MS, undefined, { signal: waiting.signal })
        patience.catch(() => {})
        await Promise.race([running.get(upload.id) ?? begin(upload), patience])
      } finally {
        waiting.abort()
      }
      return getUpload(ctx.db, upload.id)
    },
    async allEnded(): Promise<void> {
      await Promise.allSettled(running.values())
    },
  }
}
