import { fileTypeFromBuffer } from 'file-type'
import { Agent, request } from 'undici'
import type { AvatarSource } from './avatar-source.ts'
import { lookupPublic } from './public-address.ts'

export type Avatar = { bytes: Buffer; mimeType: string }

/** What a browser shows without running anything: no SVG. */
const TYPES = ['image/jpeg', 'image/png', 'image/webp']
const MAX_BYTES = 2 * 1024 * 1024
const TIMEOUT_MS = 10_000

/** The picture was not given, or is not one that may be shown to others. */
export class AvatarError extends Error {
  override name = 'AvatarError'
}

/**
 * Fetches a picture of at most 2 MB within 10 s, and judges it by its content. Follows no redirect, and goes into no
 * private network unless TikTok itself was configured to be there. Throws AvatarError.
 */
export async function fetchAvatar(
  { url, isOurs }: AvatarSource,
  { timeoutMs = TIMEOUT_MS, maxBytes = MAX_BYTES } = {},
): Promise<Avatar> {
  const agent = new Agent({ maxResponseSize: maxBytes, connect: isOurs ? {} : { lookup: lookupPublic } })
  try {
    const bytes = await readPicture(url, { agent, signal: AbortSignal.timeout(timeoutMs) })
    const mimeType = (await fileTypeFromBuffer(bytes))?.mime ?? 'unknown'
    if (!TYPES.includes(mimeType)) throw new AvatarError(`It is no JPEG, PNG or WebP, but ${mimeType}.`)
    return { bytes, mimeType }
  } catch (error) {
    if (error instanceof AvatarError) throw error
    throw new AvatarError(`It could not be fetched from ${url.host}.`, { cause: error })
  } finally {
    await agent.destroy()
  }
}

async function readPicture(url: URL, { agent, signal }: { agent: Agent; signal: AbortSignal }): Promise<Buffer> {
  const { statusCode, body } = await request(url, { dispatcher: agent, signal })
  if (statusCode !== 200) throw new AvatarError(`${url.host} answered ${statusCode}.`)
  return Buffer.from(await body.arrayBuffer())
}
