import { type FileHandle, open } from 'node:fs/promises'

/** What the boxes of an MP4 or MOV file say; null where they do not say it. ISO/IEC 14496-12. */
export type Movie = { durationMs: number | null; width: number | null; height: number | null }

type Box = { type: string; bodyStart: number; end: number }

const MOST_BOXES = 10_000
const LARGEST_MOOV_BYTES = 64 * 1024 * 1024

export async function readMovie(path: string): Promise<Movie> {
  await using file = await open(path)
  const moov = await readMoov(file, (await file.stat()).size)
  return { durationMs: moov ? durationMsOf(moov) : null, ...(moov ? pictureOf(moov) : { width: null, height: null }) }
}

async function readMoov(file: FileHandle, fileBytes: number): Promise<Buffer | null> {
  const head = Buffer.alloc(16)
  let at = 0
  for (let count = 0; count < MOST_BOXES && at + 8 <= fileBytes; count += 1) {
    const { bytesRead } = await file.read(head, 0, 16, at)
    const box = boxAt(head.subarray(0, bytesRead), 0, fileBytes - at)
    if (!box) return null
    const bodyBytes = box.end - box.bodyStart
    if (box.type === 'moov' && bodyBytes <= LARGEST_MOOV_BYTES && at + box.end <= fileBytes) {
      const moov = Buffer.alloc(bodyBytes)
      await file.read(moov, 0, bodyBytes, at + box.bodyStart)
      return moov
    }
    at += box.end
  }
  return null
}

/** Size 1 means a 64-bit size follows, size 0 "to the end". */
function boxAt(bytes: Buffer, at: number, limit: number): Box | null {
  if (at + 8 > bytes.length) return null
  const size32 = bytes.readUInt32BE(at)
  const type = bytes.toString('latin1', at + 4, at + 8)
  if (size32 === 0) return { type, bodyStart: at + 8, end: limit }
  if (size32 !== 1) return size32 < 8 ? null : { type, bodyStart: at + 8, end: at + size32 }
  if (at + 16 > bytes.length) return null
  const size64 = Number(bytes.readBigUInt64BE(at + 8))
  return size64 < 16 ? null : { type, bodyStart: at + 16, end: at + size64 }
}

function childrenOf(bytes: Buffer, type: string): Buffer[] {
  const found: Buffer[] = []
  for (let at = 0; at < bytes.length; ) {
    const box = boxAt(bytes, at, bytes.length)
    if (!box || box.end > bytes.length) break
    if (box.type === type) found.push(bytes.subarray(box.bodyStart, box.end))
    at = box.end
  }
  return found
}

function durationMsOf(moov: Buffer): number | null {
  const mvhd = childrenOf(moov, 'mvhd')[0]
  if (!mvhd || mvhd.length < 20) return null
  const isLong = mvhd[0] === 1
  if (isLong && mvhd.length < 32) return null
  const timescale = mvhd.readUInt32BE(isLong ? 20 : 12)
  const duration = isLong ? Number(mvhd.readBigUInt64BE(24)) : mvhd.readUInt32BE(16)
  return timescale === 0 ? null : Math.round((duration * 1000) / timescale)
}

/** The last eight bytes of a tkhd box are width and height, 16.16 fixed point; sound tracks say 0. */
function pictureOf(moov: Buffer): { width: number | null; height: number | null } {
  for (const trak of childrenOf(moov, 'trak')) {
    const tkhd = childrenOf(trak, 'tkhd')[0]
    if (!tkhd || tkhd.length < 84) continue
    const width = tkhd.readUInt32BE(tkhd.length - 8) >>> 16
    const height = tkhd.readUInt32BE(tkhd.length - 4) >>> 16
    if (width > 0 && height > 0) return { width, height }
  }
  return { width: null, height: null }
}
