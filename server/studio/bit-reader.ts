/** Reads the fields of an H.264 header, bit by bit (ITU-T H.264, 7.2 and 9.1). Throws RangeError past the end. */
export class BitReader {
  readonly #bytes: Uint8Array
  /** Where the next bit is read. */
  position = 0

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
  }

  /** u(n): a number of `count` bits. */
  bits(count: number): number {
    let value = 0
    for (let read = 0; read < count; read += 1) value = value * 2 + this.#bit()
    return value
  }

  flag(): boolean {
    return this.#bit() === 1
  }

  /** ue(v): an Exp-Golomb number. */
  ue(): number {
    let zeros = 0
    while (this.#bit() === 0) zeros += 1
    return 2 ** zeros - 1 + this.bits(zeros)
  }

  /** se(v): the same with a sign. */
  se(): number {
    const code = this.ue()
    return code % 2 === 1 ? (code + 1) / 2 : 0 - code / 2
  }

  #bit(): number {
    const byte = this.#bytes[this.position >> 3]
    if (byte === undefined) throw new RangeError('The header is cut off.')
    const bit = (byte >> (7 - (this.position & 7))) & 1
    this.position += 1
    return bit
  }
}
