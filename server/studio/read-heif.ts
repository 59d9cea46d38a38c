import type { FileHandle } from 'node:fs/promises'
import { createFieldReader, readBoxHeader } from './heif-boxes.ts'
import { type HeifItems, readHeifItems } from './heif-items.ts'
import { UnreadableMediaError } from './unreadable-media-error.ts'

/** A picture of HEVC in a HEIF file: tiles row by row, of one size but for what hangs over the right and lower edge. */
export type HeifPicture = {
  columns: number
  /** Before it is turned. */
  width: number
  height: number
  /** As in EXIF, from 1 to 8. */
  orientation: number
  icc: Buffer | null
  /** Of ITU-T H.273, where the file names them. */
  colours: { matrix: number; isFullRange: boolean } | null
  tiles: { decoderConfig: Buffer; read: () => Promise<Buffer> }[]
}

const MAX_META_BYTES = 8 * 1024 ** 2
/** 80 megapixels in tiles of 256 × 256 are 1,221. */
const MAX_TILES = 2048

/** By `irot` (quarter turns against the clock) and then `imir` (none, upside down, left to right). ISO/IEC 23008-12, 6.5.10 and 6.5.12. */
const ORIENTATIONS = [
  [1, 4, 2],
  [8, 5, 7],
  [3, 2, 4],
  [6, 7, 5],
] as const

/** The picture that a HEIF file shows, for as long as the file is open. Throws UnreadableMediaError for kinds that phones do not make. */
export async function readHeif(file: FileHandle): Promise<HeifPicture> {
  const items = readHeifItems(await readMeta(file))
  const { primaryId } = items
  const property = (id: number, type: string) => items.properties.get(id)?.find((box) => box.type === type)?.content
  const grid = items.types.get(primaryId) === 'grid' ? await readGrid(file, items) : null
  const tileIds = grid ? (items.sources.get(primaryId) ?? []) : [primaryId]
  if (tileIds.some((id) => items.types.get(id) !== 'hvc1') || property(primaryId, 'clap'))
    throw new UnreadableMediaError('This kind of HEIC cannot be read here.')
  if (tileIds.length > MAX_TILES || (grid && tileIds.length !== grid.columns * grid.rows))
    throw new UnreadableMediaError(`The file is damaged: its picture is made of ${tileIds.length} tiles.`)
  return {
    columns: grid?.columns ?? 1,
    ...(grid ? { width: grid.width, height: grid.height } : sizeOf(property(primaryId, 'ispe'))),
    orientation: orientationOf(property(primaryId, 'irot'), property(primaryId, 'imir')),
    ...coloursOf(items.properties.get(primaryId) ?? []),
    tiles: tileIds.map((id) => ({
      decoderConfig: property(id, 'hvcC') ?? Buffer.alloc(0),
      read: () => readItem(file, items, id),
    })),
  }
}

async function readMeta(file: FileHandle): Promise<Buffer> {
  const { size } = await file.stat()
  for (let at = 0; at + 8 <= size; ) {
    const { type, headerBytes, sizeBytes } = readBoxHeader(await readBytes(file, at, 16))
    const length = sizeBytes ?? size - at
    if (type === 'meta' && length <= MAX_META_BYTES) return readBytes(file, at + headerBytes, length - headerBytes)
    at += length
  }
  throw new UnreadableMediaError('The file is damaged: nothing in it says what it shows.')
}

async function readItem(file: FileHandle, { locations, idat }: HeifItems, id: number): Promise<Buffer> {
  const { isInIdat = false, extents = [] } = locations.get(id) ?? {}
  const pieces: Buffer[] = []
  for (const { offset, length } of extents)
    pieces.push(isInIdat ? idat.subarray(offset, offset + length) : await readBytes(file, offset, length))
  return Buffer.concat(pieces)
}

/** ISO/IEC 23008-12, 6.6.2.3.2. */
async function readGrid(file: FileHandle, items: HeifItems) {
  const { take } = createFieldReader(await readItem(file, items, items.primaryId))
  take(1)
  const sideBytes = take(1) & 1 ? 4 : 2
  const rows = take(1) + 1
  const columns = take(1) + 1
  return { rows, columns, width: take(sideBytes), height: take(sideBytes) }
}

function sizeOf(ispe: Buffer = Buffer.alloc(0)): { width: number; height: number } {
  return { width: ispe.readUInt32BE(4), height: ispe.readUInt32BE(8) }
}

function orientationOf(irot: Buffer | undefined, imir: Buffer | undefined): number {
  const turns = (irot?.[0] ?? 0) & 3
  const mirror = imir ? ((imir[0] ?? 0) & 1) + 1 : 0
  return ORIENTATIONS[turns]?.[mirror] ?? 1
}

/** There may be two boxes `colr`: an ICC profile, and numbers of H.273. ISO/IEC 14496-12, 12.1.5. */
function coloursOf(properties: { type: string; content: Buffer }[]): Pick<HeifPicture, 'icc' | 'colours'> {
  const boxes = properties.filter(({ type }) => type === 'colr').map(({ content }) => content)
  const kindOf = (box: Buffer) => box.toString('latin1', 0, 4)
  const icc = boxes.find((box) => ['prof', 'rICC'].includes(kindOf(box)))
  const numbers = boxes.find((box) => kindOf(box) === 'nclx')
  return {
    icc: icc?.subarray(4) ?? null,
    colours: numbers ? { matrix: numbers.readUInt16BE(8), isFullRange: numbers.readUInt8(10) >> 7 === 1 } : null,
  }
}

async function readBytes(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const { size } = await file.stat()
  const { buffer, bytesRead } = await file.read(
    Buffer.alloc(Math.max(0, Math.min(length, size - position))),
    0,
    null,
    position,
  )
  return buffer.subarray(0, bytesRead)
}
