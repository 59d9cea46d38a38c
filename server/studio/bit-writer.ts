/** Writes the fields of an H.264 header, bit by bit (ITU-T H.264, 7.2 and 9.1). */
export class BitWriter {
  readonly #bits: number[] = []

  /** u(n): a number of `count` bits. */
  bits(value: number, count: number): this {
    for (let shift = count - 1; shift >= 0; shift -= 1) this.#bits.push(bitOf(value, shift))
    return this
  }

  /** ue(v): an Exp-Golomb number. */
  ue(value: number): this {
    const length = Math.floor(Math.log2(value + 1))
    return this.bits(0, length).bits(value + 1, length + 1)
  }

  /** The bytes with the stop bit and the zeros behind it (7.3.2.11). */
  end(): Buffer {
    this.bits(1, 1)
    const bytes = Buffer.alloc(Math.ceil(this.#bits.length / 8))
    for (const [index, bit] of this.#bits.entries()) setBits(bytes, { at: index, count: 1 }, bit)
    return bytes
  }
}

/** Overwrites `count` bits from bit `at` on with the lowest bits of `value`. */
export function setBits(bytes: Uint8Array, { at, count }: { at: number; count: number }, value: number): void {
  for (let index = 0; index < count; index += 1) {
    const position = at + index
    const mask = 0x80 >> (position & 7)
    const byte = bytes[position >> 3] ?? 0
    bytes[position >> 3] = bitOf(value, count - 1 - index) === 1 ? byte | mask : byte & ~mask
  }
}

function bitOf(value: number, shift: number): number {
  return Math.floor(value / 2 ** shift) % 2
}
