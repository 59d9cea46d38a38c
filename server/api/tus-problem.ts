import { ERRORS } from '@tus/server'
import { z } from 'zod'
import { AppError, notFound } from '../errors.ts'
import { FILE_FIELD } from '../uploads/begin-upload.ts'
import { tooLarge } from '../uploads/size-errors.ts'

const TusError = z.object({ status_code: z.number(), body: z.string() })
type TusError = z.infer<typeof TusError>

/** What tus throws, as a problem of ours; what it did not throw by itself as it is. */
export function tusProblem(error: unknown): Error {
  if (error instanceof AppError) return error
  const refusal = TusError.safeParse(error)
  if (refusal.success) return refusalOf(refusal.data)
  return error instanceof Error ? error : new Error('An upload failed.', { cause: error })
}

/** What tus answers. */
export function refusalOf({ status_code: status, body }: TusError): AppError {
  const detail = body.trim()
  switch (body) {
    case ERRORS.INVALID_OFFSET.body:
      return new AppError('conflict', 'The upload has not come to this Upload-Offset.', {
        remedy: 'Ask with HEAD for its Upload-Offset, and go on from there.',
      })
    case ERRORS.ERR_MAX_SIZE_EXCEEDED.body:
      return tooLarge('The file', FILE_FIELD)
    case ERRORS.ERR_SIZE_EXCEEDED.body:
      return new AppError('too_large', 'This is more than the Upload-Length of the upload.', {
        remedy: 'Begin a new upload with the length of the file.',
      })
    case ERRORS.ABORTED.body:
      return new AppError('conflict', 'Another request has taken this upload over.')
  }
  if (status === 404 || status === 410) return notFound('upload')
  if (status === 500) return new AppError('internal', detail)
  return new AppError('malformed_request', detail, { remedy: 'See https://tus.io/protocols/resumable-upload.' })
}
