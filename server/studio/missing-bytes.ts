import { type FileHandle, open } from 'node:fs/promises'

/** The end of an image has its end marker somewhere in here, also where a phone appended a short film to it. */
const TAIL_BYTES = 16 * 1024 ** 2

/**
 * How many bytes a file lacks by its own account, or 0. The header of a video that was cut off in transfer still promises everything,
 * so the reader of FFmpeg does not notice. Images tell no size: there 1 stands for "some".
 */
export async function findMissingBytes(path: string, mimeType: string): Promise<number> {
  await using file = await open(path)
  const { size } = await file.stat()
  if (madeOfBoxes.includes(mimeType)) return Math.max(0, (await endOfBoxes(file, size)) - size)
  if (mimeType === 'video/webm' || mimeType === 'video/matroska') return Math.max(0, (await endOfSegment(file)) - size)
  if (mimeType === 'image/webp') return Math.max(0, (await read(file, 4, 4)).readUInt32LE() + 8 - size)
  const mark = endMarks[mimeType]
  if (!mark) return 0
  const tail = await read(file, Math.max(0, size - TAIL_BYTES), Math.min(size, TAIL_BYTES))
  return tail.includes(mark) ? 0 : 1
}

const madeOfBoxes = ['video/mp4', 'video/quicktime', 'audio/mp4', 'image/heic', 'image/heif', 'image/avif']
const endMarks: Readonly<Record<string, Buffer>> = {
  'image/jpeg': Buffer.from([0xff, 0xd9]),
  'image/png': Buffer.from('IEND', 'latin1'),
  'image/apng': Buffer.from('IEND', 'latin1'),
}

/** What stands outside of all others, and is not what some tool wrote behind the last one (ISO/IEC 14496-12, 6.2.3; QuickTime File Format). */
const BOX_TYPES = 'ftyp styp moov moof mdat mfra sidx meta idat free skip wide uuid udta pdin pnot PICT'.split(' ')

// ISO/IEC 14496-12, 4.2: a box begins with its size; 1 means that 64 bits follow, 0 that it goes on to the end of the file.
async function endOfBoxes(file: FileHandle, size: number): Promise<number> {
  let offset = 0
  while (offset + 8 <= size) {
    const header = await read(file, offset, 16)
    const shortSize = header.readUInt32BE(0)
    const boxSize = shortSize === 1 ? Number(header.readBigUInt64BE(8)) : shortSize
    if (boxSize < 8) return shortSize === 0 ? size : offset
    if (offset + boxSize > size && !BOX_TYPES.includes(header.toString('latin1', 4, 8))) return offset
    offset += boxSize
  }
  return offset
}

// RFC 8794: an EBML file is a header element and a segment, each an id, a size of variable length and the content.
async function endOfSegment(file: FileHandle): Promise<number> {
  const head = await read(file, 0, 4096)
  const header = readElement(head, 0)
  const segment = readElement(head, header.end ?? 0)
  return segment.end ?? 0
}

function readElement(bytes: Buffer, offset: number): { end: number | null } {
  const sizeAt = offset + lengthOf(bytes[offset])
  const sizeLength = lengthOf(bytes[sizeAt])
  const contentAt = sizeAt + sizeLength
  if (contentAt > bytes.length) return { end: null }
  const digits = BigInt(`0x${bytes.subarray(sizeAt, contentAt).toString('hex')}`)
  const valueBits = BigInt(7 * sizeLength)
  const value = BigInt.asUintN(Number(valueBits), digits)
  const isUnknown = value === (1n << valueBits) - 1n
  return { end: isUnknown ? null : contentAt + Number(value) }
}

function lengthOf(firstByte = 0): number {
  return Math.clz32(firstByte) - 23
}

async function read(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const { buffer } = await file.read(Buffer.alloc(length), 0, length, position)
  return buffer
}
