import { Media } from '#shared/api/media.ts'
import { CreatedApiKey } from '#shared/api/session.ts'
import { curl } from './curl.ts'
import type { Growth, Product } from './product.ts'

/** `POST /media` as a script would do it; not by `fetch`, which reads the whole of a form's file into memory. */
export async function takeIn(
  { person, watched }: Product,
  videoPath: string,
): Promise<{ media: Media; durationMs: number; growth: Growth }> {
  const { key } = await person.call(CreatedApiKey, 'POST', '/api/v1/api-keys', { name: 'bench' })
  const config = `url = "${person.url}/api/v1/media"
header = "Authorization: Bearer ${key}"
form = "file=@${videoPath};type=video/mp4"
header = "Expect:"
fail
silent
show-error
`
  const { value, ...timed } = await watched(() => curl(config))
  return { media: Media.parse(JSON.parse(value)), ...timed }
}
