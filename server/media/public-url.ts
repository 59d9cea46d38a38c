import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto'
import { after } from '../clock.ts'
import type { Context } from '../context.ts'
import type { MediaRow } from '../db/tables.ts'
import { Secret } from '../vault/secret.ts'

/**
 * TikTok drops a download after one hour (content-posting-api-media-transfer-guide), and says nothing of how long it may
 * wait before it begins.
 */
const LIFETIME_MS = 3 * 60 * 60 * 1000

/** What may be served, under a name that says nothing of the user's. */
const names: Readonly<Record<string, string>> = {
  'video/mp4': 'video.mp4',
  'video/quicktime': 'video.mov',
  'video/webm': 'video.webm',
  'image/jpeg': 'image.jpg',
  'image/webp': 'image.webp',
}

const TOKEN = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.([1-9]\d{0,11})\.([\w-]{43})$/

type Signing = { clock: Context['clock']; secrets: Pick<Context['secrets'], 'sessionSecret'> }
type Base = { config: Pick<Context['config'], 'mediaPublicUrl'> }
type MediaFacts = Pick<MediaRow, 'id' | 'mimeType'>
type Signed = { mediaId: string; endsAtS: number; name: string }

/**
 * A URL under which anybody may read this one media item for three hours: `/media/public/{token}/{name}`, the token being
 * media id, end in seconds and their signature. Throws for content that TikTok takes in no post.
 */
export function publicUrl({ config, ...signing }: Signing & Base, media: MediaFacts): Secret {
  const name = names[media.mimeType]
  if (!name) throw new TypeError(`TikTok pulls no ${media.mimeType}.`)
  const endsAtS = Math.floor(after(signing.clock.now(), LIFETIME_MS).getTime() / 1000)
  const token = `${media.id}.${endsAtS}.${signatureOf(signing, { mediaId: media.id, endsAtS, name })}`
  return new Secret(`${config.mediaPublicUrl}/media/public/${token}/${name}`)
}

/** The id of the media item that a public URL leads to; null when it was altered, has ended, or is not one of ours. */
export function openPublicUrl(signing: Signing, { token, name }: { token: string; name: string }): string | null {
  const [, mediaId, endsAt, signature] = TOKEN.exec(token) ?? []
  if (!mediaId || !signature) return null
  const endsAtS = Number(endsAt)
  const ours = signatureOf(signing, { mediaId, endsAtS, name })
  if (!timingSafeEqual(Buffer.from(signature), Buffer.from(ours))) return null
  return signing.clock.now().getTime() < endsAtS * 1000 ? mediaId : null
}

function signatureOf({ secrets }: Signing, { mediaId, endsAtS, name }: Signed): string {
  const key = hkdfSync('sha256', secrets.sessionSecret.reveal(), '', 'clipdeck public media', 32)
  return createHmac('sha256', Buffer.from(key)).update(`${mediaId}\n${endsAtS}\n${name}`).digest('base64url')
}
