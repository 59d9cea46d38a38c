import { AppError, invalidInput } from '../errors.ts'

/** For a file beyond VIDEO_MAX_SIZE_BYTES. */
export function tooLarge(name: string, field: string): AppError {
  const message = `${name} is larger than 4 GB, the most TikTok takes.`
  return new AppError('too_large', message, { remedy: 'Export it smaller.', fields: [{ path: field, message }] })
}

export function emptyFile(name: string, field: string): AppError {
  return invalidInput({ path: field, message: `${name} is empty: 0 bytes. Choose a video, an image or a sound.` })
}
