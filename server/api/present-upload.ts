import type { Upload, UploadStatus } from '#shared/api/uploads.ts'
import { after } from '../clock.ts'
import type { MediaRow, UploadRow } from '../db/tables.ts'
import { AppError } from '../errors.ts'
import { SILENT_MS } from '../uploads/silence.ts'
import { presentMedia } from './present.ts'
import { presentProblem } from './problem.ts'

type UploadParts = { upload: UploadRow; offset: number; media: MediaRow | undefined; requestId: string }

export function presentUpload({ upload: row, offset, media, requestId }: UploadParts): Upload {
  const status = statusOf(row, offset)
  return {
    id: row.id,
    status,
    fileName: row.fileName,
    offset,
    length: row.lengthBytes,
    mediaId: status === 'ready' ? row.id : null,
    media: media ? presentMedia(media) : null,
    problem: row.problem && presentProblem(AppError.from(row.problem), requestId),
    createdAt: row.createdAt.toISOString(),
    expiresAt: after(row.seenAt, SILENT_MS).toISOString(),
  }
}

function statusOf({ endedAt, problem, lengthBytes }: UploadRow, offset: number): UploadStatus {
  if (endedAt) return problem ? 'refused' : 'ready'
  return offset === lengthBytes ? 'processing' : 'receiving'
}
