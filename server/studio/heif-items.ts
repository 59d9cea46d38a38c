import { type Box, boxesIn, createFieldReader } from './heif-boxes.ts'

/** Where the bytes of an item lie: in the file, or in the box `idat`. ISO/IEC 14496-12, 8.11.3. */
export type Location = { isInIdat: boolean; extents: { offset: number; length: number }[] }
export type HeifItems = {
  primaryId: number
  /** `hvc1`, `grid`, `Exif` … by item. */
  types: Map<number, string>
  locations: Map<number, Location>
  /** Of what an item is derived, such as the tiles of a grid, in their order. */
  sources: Map<number, number[]>
  /** Size, rotation, colours … of an item. */
  properties: Map<number, Box[]>
  idat: Buffer
}

/** What the box `meta` of a HEIF file (ISO/IEC 23008-12) says of its items. */
export function readHeifItems(meta: Buffer): HeifItems {
  const boxes = new Map(boxesIn(meta.subarray(4)).map(({ type, content }) => [type, content]))
  const named = (type: string) => {
    const content = boxes.get(type)
    if (!content) throw new RangeError(`the box ${type} is missing`)
    return content
  }
  return {
    primaryId: readPrimary(named('pitm')),
    types: readTypes(named('iinf')),
    locations: readLocations(named('iloc')),
    sources: readSources(boxes.get('iref')),
    properties: readProperties(named('iprp')),
    idat: boxes.get('idat') ?? Buffer.alloc(0),
  }
}

/** Version and flags come first in a "full box". */
function openFullBox(content: Buffer) {
  const fields = createFieldReader(content)
  const version = fields.take(1)
  return { version, flags: fields.take(3), ...fields }
}

function readPrimary(pitm: Buffer): number {
  const { version, take } = openFullBox(pitm)
  return take(version === 0 ? 2 : 4)
}

function readTypes(iinf: Buffer): Map<number, string> {
  const { version, take, rest } = openFullBox(iinf)
  take(version === 0 ? 2 : 4)
  return new Map(
    boxesIn(rest()).map(({ content }) => {
      const entry = openFullBox(content)
      const id = entry.take(entry.version === 2 ? 2 : 4)
      entry.take(2)
      return [id, entry.rest().toString('latin1', 0, 4)]
    }),
  )
}

function readLocations(iloc: Buffer): Map<number, Location> {
  const { version, take } = openFullBox(iloc)
  const [offsetBytes, lengthBytes] = nibbles(take(1))
  const [baseBytes, indexBytes] = nibbles(take(1))
  const idBytes = version < 2 ? 2 : 4
  return new Map(
    times(take(idBytes), () => {
      const id = take(idBytes)
      const method = version === 0 ? 0 : take(2) & 15
      take(2)
      const base = take(baseBytes)
      const extents = times(take(2), () => {
        if (version > 0) take(indexBytes)
        const offset = base + take(offsetBytes)
        return { offset, length: take(lengthBytes) }
      })
      return [id, { isInIdat: method === 1, extents }]
    }),
  )
}

function readSources(iref: Buffer = Buffer.alloc(4)): Map<number, number[]> {
  const { version, rest } = openFullBox(iref)
  const idBytes = version === 0 ? 2 : 4
  const derivations = boxesIn(rest()).filter(({ type }) => type === 'dimg')
  return new Map(
    derivations.map(({ content }) => {
      const { take } = createFieldReader(content)
      const id = take(idBytes)
      return [id, times(take(2), () => take(idBytes))]
    }),
  )
}

function readProperties(iprp: Buffer): Map<number, Box[]> {
  const [first, ...associations] = boxesIn(iprp)
  const all = boxesIn(first?.content ?? Buffer.alloc(0))
  return new Map(
    associations.filter(({ type }) => type === 'ipma').flatMap(({ content }) => readAssociations(content, all)),
  )
}

function readAssociations(ipma: Buffer, all: Box[]): [number, Box[]][] {
  const { version, flags, take } = openFullBox(ipma)
  const indexBytes = flags & 1 ? 2 : 1
  return times(take(4), () => {
    const id = take(version < 1 ? 2 : 4)
    // The highest bit says "essential"; indices count from 1.
    const indices = times(take(1), () => take(indexBytes) & (indexBytes === 2 ? 0x7fff : 0x7f))
    return [id, indices.flatMap((index) => all[index - 1] ?? [])]
  })
}

function nibbles(byte: number): [number, number] {
  return [byte >> 4, byte & 15]
}

function times<T>(count: number, make: () => T): T[] {
  return Array.from({ length: count }, make)
}
