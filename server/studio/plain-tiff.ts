const ROWS_PER_STRIP = 64
const SHORT = 3
const LONG = 4
const UNDEFINED = 7
const BYTES_PER_PIXEL = 3

type Picture = {
  width: number
  height: number /** As in EXIF, from 1 to 8. */
  orientation: number
  icc: Buffer | null
}
type Entry = { tag: number; type: number; values: readonly number[] | Buffer }

/**
 * A TIFF (revision 6.0) of plain RGB, 8 bits each: how a decoded picture is handed on with its colours and orientation. `pixels` is
 * black, and there to be filled.
 */
export function plainTiff({ width, height, orientation, icc }: Picture): { tiff: Buffer; pixels: Buffer } {
  const rowBytes = width * BYTES_PER_PIXEL
  const stripBytes = rowBytes * ROWS_PER_STRIP
  const strips = Math.ceil(height / ROWS_PER_STRIP)
  const sizes = Array.from({ length: strips }, (_, i) => Math.min(stripBytes, height * rowBytes - i * stripBytes))
  const entries = (pixelsAt: number): Entry[] => [
    { tag: 256, type: LONG, values: [width] },
    { tag: 257, type: LONG, values: [height] },
    { tag: 258, type: SHORT, values: [8, 8, 8] },
    { tag: 259, type: SHORT, values: [1] },
    { tag: 262, type: SHORT, values: [2] },
    { tag: 273, type: LONG, values: sizes.map((_, i) => pixelsAt + i * stripBytes) },
    { tag: 274, type: SHORT, values: [orientation] },
    { tag: 277, type: SHORT, values: [BYTES_PER_PIXEL] },
    { tag: 278, type: LONG, values: [ROWS_PER_STRIP] },
    { tag: 279, type: LONG, values: sizes },
    ...(icc ? [{ tag: 34_675, type: UNDEFINED, values: icc }] : []),
  ]
  const headerBytes = writeHeader(entries(0)).length
  const tiff = Buffer.alloc(headerBytes + height * rowBytes)
  writeHeader(entries(headerBytes)).copy(tiff)
  return { tiff, pixels: tiff.subarray(headerBytes) }
}

/** What does not fit into the four bytes of an entry lies behind all of them. */
function writeHeader(entries: readonly Entry[]): Buffer {
  const directory = Buffer.alloc(8 + 2 + entries.length * 12 + 4)
  directory.write('II*\0', 'latin1')
  directory.writeUInt32LE(8, 4)
  directory.writeUInt16LE(entries.length, 8)
  const behind: Buffer[] = []
  let behindAt = directory.length
  for (const [index, { tag, type, values }] of entries.entries()) {
    const at = 10 + index * 12
    const bytes = bytesOf(type, values)
    directory.writeUInt16LE(tag, at)
    directory.writeUInt16LE(type, at + 2)
    directory.writeUInt32LE(values.length, at + 4)
    if (bytes.length <= 4) bytes.copy(directory, at + 8)
    else {
      directory.writeUInt32LE(behindAt, at + 8)
      behind.push(bytes)
      behindAt += bytes.length
    }
  }
  return Buffer.concat([directory, ...behind])
}

function bytesOf(type: number, values: readonly number[] | Buffer): Buffer {
  if (Buffer.isBuffer(values)) return values.length % 2 === 0 ? values : Buffer.concat([values, Buffer.alloc(1)])
  const sizeBytes = type === SHORT ? 2 : 4
  const bytes = Buffer.alloc(values.length * sizeBytes)
  for (const [index, value] of values.entries()) bytes.writeUIntLE(value, index * sizeBytes, sizeBytes)
  return bytes
}
