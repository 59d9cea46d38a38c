import { Media } from '#shared/api/media.ts'
import type { TusClient } from '../../test/tus-client.ts'
import { curl } from './curl.ts'
import type { Growth, Product } from './product.ts'

type Source = { tus: TusClient; apiKey: string; videoPath: string; sizeBytes: number }

/** The whole of a video by tus in one PATCH, and what became of it. */
export async function takeInByTus(
  { person, watched }: Product,
  { tus, apiKey, videoPath, sizeBytes }: Source,
): Promise<{ media: Media; durationMs: number; growth: Growth }> {
  const { value, ...timed } = await watched(async () => {
    const upload = await tus.mustBegin(sizeBytes, 'video.mp4')
    await curl(`url = "${person.url}${upload}"
request = "PATCH"
upload-file = "${videoPath}"
header = "Authorization: Bearer ${apiKey}"
header = "Tus-Resumable: 1.0.0"
header = "Upload-Offset: 0"
header = "Content-Type: application/offset+octet-stream"
header = "Expect:"
fail
silent
show-error
`)
    return tus.read(upload)
  })
  return { media: Media.parse(value.media), ...timed }
}
