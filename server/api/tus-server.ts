import { randomUUID } from 'node:crypto'
import { Server } from '@tus/server'
import { VIDEO_MAX_SIZE_BYTES } from '#shared/limits.ts'
import type { Context } from '../context.ts'
import { AppError, notFound } from '../errors.ts'
import { beginUpload, type Uploader } from '../uploads/begin-upload.ts'
import { PartialFiles } from '../uploads/partial-files.ts'
import type { Uploads } from '../uploads/uploads.ts'
import { getUpload } from '../uploads/uploads-store.ts'
import { tusProblem } from './tus-problem.ts'

/** How long a request whose upload another one asks for may still write down what it has. */
const DRAIN_MS = 500

type Parts = {
  uploads: Uploads
  /** Where the uploads are. */
  path: string
  /** Whose each request is. */
  uploaders: WeakMap<Request, Uploader>
}

/** tus 1.0 over our uploads. It throws what it refuses, as a problem. */
export function createTusServer(ctx: Context, { uploads, path, uploaders }: Parts): Server {
  return new Server({
    path,
    relativeLocation: true,
    datastore: new PartialFiles(ctx, uploads.hashes),
    locker: uploads.locker,
    lockDrainTimeout: DRAIN_MS,
    maxSize: VIDEO_MAX_SIZE_BYTES,
    namingFunction: () => randomUUID(),

    async onUploadCreate(request, { id, size: lengthBytes = 0, metadata = {} }) {
      const uploader = uploaders.get(request)
      if (!uploader) throw new Error(`Nobody has begun upload ${id}.`)
      const fileName = metadata.filename ?? ''
      await beginUpload(ctx, { ...uploader, id, way: 'tus', fileName, lengthBytes, metadata })
      return {}
    },

    async onUploadFinish(_request, { id }) {
      const whole = await getUpload(ctx.db, id)
      const upload = whole && (await uploads.finish(whole))
      if (!upload) throw notFound('upload')
      if (upload.problem) throw AppError.from(upload.problem)
      return upload.endedAt ? { headers: { 'Clipdeck-Media-Id': id } } : {}
    },

    onResponseError(_request, error) {
      throw tusProblem(error)
    },
  })
}
