import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto'
import { after } from '../clock.ts'
import type { Context } from '../context.ts'
import { Secret } from '../vault/secret.ts'
import type { PublicFile } from './public-file.ts'

/**
 * TikTok drops a download after one hour (content-posting-api-media-transfer-guide), and says nothing of how long it may
 * wait before it begins.
 */
const LIFETIME_MS = 3 * 60 * 60 * 1000

const TOKEN = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.([1-9]\d{0,11})\.([\w-]{43})$/

type Signing = { clock: Context['clock']; secrets: Pick<Context['secrets'], 'sessionSecret'> }
type Base = { config: Pick<Context['config'], 'mediaPublicUrl'> }
type Named = Pick<PublicFile, 'mediaId' | 'name'>
type Signed = Named & { endsAtS: number }

/**
 * A URL under which anybody may read this one media item for three hours: `/media/public/{token}/{name}`, the token being
 * media id, end in seconds and their signature, which is good for this name alone.
 */
export function publicUrl({ config, ...signing }: Signing & Base, { mediaId, name }: Named): Secret {
  const endsAtS = Math.floor(after(signing.clock.now(), LIFETIME_MS).getTime() / 1000)
  const token = `${mediaId}.${endsAtS}.${signatureOf(signing, { mediaId, endsAtS, name })}`
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
