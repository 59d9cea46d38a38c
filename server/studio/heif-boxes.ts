/** A box of ISO/IEC 14496-12, 4.2: a type of four letters and what it holds. */
export type Box = { type: string; content: Buffer }

/** The boxes in `bytes`, one after another. Throws RangeError where one claims more than there is. */
export function boxesIn(bytes: Buffer): Box[] {
  const boxes: Box[] = []
  for (let at = 0; at + 8 <= bytes.length; ) {
    const { type, headerBytes, sizeBytes } = readBoxHeader(bytes.subarray(at))
    const end = at + (sizeBytes ?? bytes.length - at)
    if (end > bytes.length) throw new RangeError(`the box ${type} is larger than what holds it`)
    boxes.push({ type, content: bytes.subarray(at + headerBytes, end) })
    at = end
  }
  return boxes
}

/** The first 16 bytes of a box; `sizeBytes` is null where it goes on to the end. */
export function readBoxHeader(bytes: Buffer): { type: string; headerBytes: number; sizeBytes: number | null } {
  const shortSize = bytes.readUInt32BE(0)
  // What is no letter would end in a message.
  const type = bytes.toString('latin1', 4, 8).replaceAll(/[^ -~]/g, '?')
  const headerBytes = shortSize === 1 ? 16 : 8
  if (shortSize === 0) return { type, headerBytes, sizeBytes: null }
  const sizeBytes = shortSize === 1 ? Number(bytes.readBigUInt64BE(8)) : shortSize
  if (sizeBytes < headerBytes) throw new RangeError(`the box ${type} has no size`)
  return { type, headerBytes, sizeBytes }
}

/** An unsigned number of 0 to 8 bytes, read forwards: "full boxes" change the width of their fields. */
export function createFieldReader(bytes: Buffer) {
  let at = 0
  return {
    take(sizeBytes: number): number {
      const start = at
      at += sizeBytes
      if (sizeBytes === 0) return 0
      return sizeBytes <= 6 ? bytes.readUIntBE(start, sizeBytes) : Number(bytes.readBigUInt64BE(start))
    },
    rest: () => bytes.subarray(at),
  }
}
