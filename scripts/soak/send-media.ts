import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { request } from 'node:http'
import { text } from 'node:stream/consumers'
import { Media } from '#shared/api/media.ts'
import type { VideoBytes } from './video-bytes.ts'

const BOUNDARY = 'clipdeck-soak-7b1f'

export type SentMedia = { mediaId: string; sha256: string }

/** `POST /media` with an API key, streamed; gives what was sent, hashed as it went. Throws when it was not taken. */
export async function sendMedia(
  { url, apiKey }: { url: string; apiKey: string },
  { fileName, video }: { fileName: string; video: VideoBytes },
): Promise<SentMedia> {
  const head = Buffer.from(
    `--${BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="${fileName}"\r\nContent-Type: video/mp4\r\n\r\n`,
  )
  const tail = Buffer.from(`\r\n--${BOUNDARY}--\r\n`)
  const sending = request(`${url}/api/v1/media`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${apiKey}`,
      'content-type': `multipart/form-data; boundary=${BOUNDARY}`,
      'content-length': head.length + video.sizeBytes + tail.length,
    },
  })
  const answered = once(sending, 'response')
  const hash = createHash('sha256')
  sending.write(head)
  for (const piece of video.pieces()) {
    hash.update(piece)
    if (!sending.write(piece)) await Promise.race([once(sending, 'drain'), answered])
  }
  sending.end(tail)
  const [response] = await answered
  const body = await text(response)
  if (response.statusCode !== 201) throw new Error(`POST /media was answered ${response.statusCode}: ${body}`)
  return { mediaId: Media.parse(JSON.parse(body)).id, sha256: hash.digest('hex') }
}
