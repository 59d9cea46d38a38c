import { AppError } from '../errors.ts'

export type ByteRange = { firstByte: number; lastByte: number }

/**
 * The one range of a `Range` header (RFC 9110, section 14); null means the whole.
 * Several ranges are answered with the whole, as the RFC allows. Throws `bad_range` when it lies outside.
 */
export function byteRange(header: string | undefined, sizeBytes: number): ByteRange | null {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header?.trim() ?? '')
  const [, first = '', last = ''] = match ?? []
  if (first === '' && last === '') return null
  const range =
    first === ''
      ? { firstByte: Math.max(0, sizeBytes - Number(last)), lastByte: sizeBytes - 1 }
      : { firstByte: Number(first), lastByte: last === '' ? sizeBytes - 1 : Math.min(Number(last), sizeBytes - 1) }
  if (range.firstByte > range.lastByte || range.firstByte >= sizeBytes)
    throw new AppError('bad_range', `The file has ${sizeBytes} bytes.`)
  return range
}
