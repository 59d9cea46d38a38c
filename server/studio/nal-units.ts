const START_CODE = Buffer.from([0, 0, 0, 1])

/** The NAL units of a byte stream, without their start codes (ITU-T H.264, annex B). */
export function splitNalUnits(stream: Buffer): Buffer[] {
  const units: Buffer[] = []
  let start = -1
  for (let at = stream.indexOf('000001', 0, 'hex'); at >= 0; at = stream.indexOf('000001', at + 3, 'hex')) {
    if (start >= 0) units.push(stream.subarray(start, endOf(stream, at)))
    start = at + 3
  }
  if (start >= 0) units.push(stream.subarray(start))
  return units
}

/** A start code of four bytes begins with a zero that belongs to no unit. */
function endOf(stream: Buffer, startCodeAt: number): number {
  return stream[startCodeAt - 1] === 0 ? startCodeAt - 1 : startCodeAt
}

export function joinNalUnits(units: readonly Buffer[]): Buffer {
  return Buffer.concat(units.flatMap((unit) => [START_CODE, unit]))
}

/** What a unit says, without the bytes that keep start codes out of it (7.4.1.1). */
export function unescapeNal(unit: Buffer): Buffer {
  const plain: number[] = []
  let zeros = 0
  for (const byte of unit) {
    if (zeros >= 2 && byte === 3) {
      zeros = 0
      continue
    }
    plain.push(byte)
    zeros = byte === 0 ? zeros + 1 : 0
  }
  return Buffer.from(plain)
}

/** The opposite. */
export function escapeNal(plain: Buffer): Buffer {
  const unit: number[] = []
  let zeros = 0
  for (const byte of plain) {
    if (zeros >= 2 && byte <= 3) {
      unit.push(3)
      zeros = 0
    }
    unit.push(byte)
    zeros = byte === 0 ? zeros + 1 : 0
  }
  return Buffer.from(unit)
}
