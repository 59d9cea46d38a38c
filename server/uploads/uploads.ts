import type { Context } from '../context.ts'
import type { UploadRow } from '../db/tables.ts'
import { arrivedBytes } from './arrived-bytes.ts'
import { createFinishing } from './finishing.ts'
import { createRunningHashes } from './running-hashes.ts'
import { sweepUploadFiles } from './sweep-upload-files.ts'
import { createUploadLocker } from './upload-locker.ts'

const SWEEP_MS = 10 * 60 * 1000

export type Uploads = ReturnType<typeof createUploads>

/** What an API process needs for uploads that may be resumed. */
export function createUploads(ctx: Context) {
  const hashes = createRunningHashes()
  const locker = createUploadLocker(ctx)
  const { finish, allEnded } = createFinishing(ctx, hashes)
  // A worker elsewhere sweeps the rows, but may not see the files of this machine.
  const sweeping = setInterval(() => {
    sweepUploadFiles(ctx).catch((err: unknown) => ctx.log.warn({ err }, 'The files of old uploads could not be swept'))
  }, SWEEP_MS)
  sweeping.unref()

  return {
    hashes,
    locker,
    finish,

    /** The upload as it stands, finished first where every byte is here. */
    async read(upload: UploadRow): Promise<{ upload: UploadRow | undefined; offset: number }> {
      if (upload.endedAt) return { upload, offset: upload.lengthBytes }
      const offset = await arrivedBytes(ctx, upload)
      return { upload: offset === upload.lengthBytes ? await finish(upload) : upload, offset }
    },

    /** Once no connection is left. Resolves when what came last is written down. */
    async close(): Promise<void> {
      clearInterval(sweeping)
      await locker.allEnded()
      await allEnded()
    },
  }
}
