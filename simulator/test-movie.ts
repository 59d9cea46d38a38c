import { seededRandom } from './random.ts'

/** An MP4 that says how long it is, filled up to the wanted size. */
export function makeMovie({ sizeBytes = 2000, durationMs = 5000, width = 1080, height = 1920 } = {}): Buffer {
  const mvhd = Buffer.alloc(100)
  mvhd.writeUInt32BE(1000, 12)
  mvhd.writeUInt32BE(durationMs, 16)
  const tkhd = Buffer.alloc(84)
  tkhd.writeUInt32BE(width * 65_536, 76)
  tkhd.writeUInt32BE(height * 65_536, 80)
  const start = Buffer.concat([
    box('ftyp', Buffer.from('isom\0\0\0\0isommp42')),
    box('moov', Buffer.concat([box('mvhd', mvhd), box('trak', box('tkhd', tkhd))])),
  ])
  const filling = seededRandom('movie')(Math.min(1000, sizeBytes - start.length - 8))
  return Buffer.concat([start, box('mdat', Buffer.alloc(sizeBytes - start.length - 8, filling))])
}

function box(type: string, body: Buffer): Buffer {
  const head = Buffer.alloc(8)
  head.writeUInt32BE(body.length + 8)
  head.write(type, 4, 'latin1')
  return Buffer.concat([head, body])
}
