import { createHash } from 'node:crypto'
import { crc32, deflateSync } from 'node:zlib'

type Colour = readonly [red: number, green: number, blue: number]

const SIZE_PX = 168
const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])

/** A face made of the name, as a picture of pixels: the same name always looks the same. */
export function avatarPng(username: string): Buffer {
  const [hue = 0, turn = 0, eyes = 0] = createHash('sha256').update(username).digest()
  const sky = (hue * 360) / 256
  const hair = sky + 40 + turn / 3
  const look = { sky, hair, eyeX: 12 + (eyes % 6) }
  const rows = Array.from({ length: SIZE_PX }, (_, y) =>
    // Each row begins with its filter: none.
    [0, ...Array.from({ length: SIZE_PX }, (_, x) => colourAt((x / SIZE_PX) * 100, (y / SIZE_PX) * 100, look)).flat()],
  )
  return encodePng(Buffer.from(rows.flat()))
}

/** The picture in a field of 100 by 100. */
function colourAt(x: number, y: number, { sky, hair, eyeX }: { sky: number; hair: number; eyeX: number }): Colour {
  const isWithin = (centreX: number, centreY: number, radius: number) => Math.hypot(x - centreX, y - centreY) < radius
  if (isWithin(50 - eyeX, 60, 3.4) || isWithin(50 + eyeX, 60, 3.4)) return colourOf(hair, 0.45, 0.18)
  if (isWithin(50, 66, 13) && !isWithin(50, 63, 13.5)) return colourOf(hair, 0.45, 0.18)
  if (isWithin(50, 50, 33) && !isWithin(50, 68, 27)) return colourOf(hair, 0.45, 0.24)
  if (isWithin(50, 60, 30)) return colourOf(sky + 25, 0.6, 0.9)
  return colourOf(sky + (hair - sky) * ((x + y) / 200), 0.6, 0.58 - (x + y) / 1250)
}

/** CSS Color 4, section 7.1: HSL to sRGB. */
function colourOf(hue: number, saturation: number, lightness: number): Colour {
  const channel = (n: number) => {
    const k = (n + hue / 30) % 12
    const a = saturation * Math.min(lightness, 1 - lightness)
    return Math.round(255 * (lightness - a * Math.max(-1, Math.min(k - 3, 9 - k, 1))))
  }
  return [channel(0), channel(8), channel(4)]
}

/** RFC 2083: true colour, 8 bits a sample, not interlaced. */
function encodePng(samples: Buffer): Buffer {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(SIZE_PX, 0)
  header.writeUInt32BE(SIZE_PX, 4)
  header.set([8, 2, 0, 0, 0], 8)
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(samples)),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

function chunk(type: string, data: Buffer): Buffer {
  const content = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const edge = Buffer.alloc(4)
  edge.writeUInt32BE(data.length)
  const checksum = Buffer.alloc(4)
  checksum.writeUInt32BE(crc32(content))
  return Buffer.concat([edge, content, checksum])
}
