import sharp from 'sharp'

/** A photo of one colour, in the format that its name says: `.png`, else JPEG. */
export async function photoFile(name: string, { width = 1080 } = {}) {
  const background = { r: 200, g: name.length * 20, b: 90 }
  const picture = sharp({ create: { width, height: 1080, channels: 3, background } })
  const isPng = name.endsWith('.png')
  const buffer = await (isPng ? picture.png() : picture.jpeg()).toBuffer()
  return { name, mimeType: isPng ? 'image/png' : 'image/jpeg', buffer }
}
