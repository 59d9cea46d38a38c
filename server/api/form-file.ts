import type { Readable } from 'node:stream'
import type { FastifyRequest } from 'fastify'
import { AppError, invalidInput } from '../errors.ts'

const REMEDY = 'Put it into a form field named "file".'

/**
 * The file of a form, as it comes: the field "file". Throws `unsupported_media` and `invalid_input` for another body, and
 * `malformed_request` where the form is broken, be it in the middle of the file.
 */
export async function readFormFile(request: FastifyRequest) {
  if (!request.isMultipart())
    throw new AppError('unsupported_media', 'Send the file as multipart/form-data.', { remedy: REMEDY })
  const part = await request.file().catch((error: unknown) => {
    throw broken(error)
  })
  if (part?.fieldname !== 'file') throw invalidInput({ path: 'file', message: REMEDY })
  return { fileName: part.filename, content: readParts(part.file) }
}

async function* readParts(file: Readable): AsyncGenerator<Buffer> {
  try {
    yield* file
  } catch (error) {
    throw broken(error)
  }
}

/** The parser's own refusals have a status; the rest of what it throws is about the form. */
function broken(error: unknown): unknown {
  if (!(error instanceof Error) || 'statusCode' in error) return error
  return new AppError('malformed_request', `The form cannot be read: ${error.message}.`, {
    remedy: 'Send it whole, as multipart/form-data with its boundary.',
    cause: error,
  })
}
