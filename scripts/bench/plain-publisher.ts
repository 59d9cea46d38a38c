import { setTimeout as pause } from 'node:timers/promises'
import { Agent } from 'undici'
import { z } from 'zod'
import type { SeededGrant } from './simulator-process.ts'

const InitAnswer = z.object({ data: z.object({ publish_id: z.string(), upload_url: z.string() }) })
const StatusAnswer = z.object({ data: z.object({ status: z.string() }) })
/** As Clipdeck does: the first status call after 2 s, each wait half as long again. */
const FIRST_POLL_MS = 2000
const POLL_GROWTH = 1.5

type Order = {
  apiUrl: string
  grants: SeededGrant[]
  publications: number
  video: Buffer
  /** How many are on their way between creator info and last byte at a time. */
  concurrency: number
}

/**
 * What Clipdeck is compared with: a loop that makes the same calls (creator info, init, upload, status) over kept
 * connections, and remembers nothing. Gives the time from the first call until everything is uploaded, and until it is published.
 */
export async function publishPlainly({
  apiUrl,
  grants,
  publications,
  video,
  concurrency,
}: Order): Promise<{ uploadedMs: number; publishedMs: number }> {
  await using cleanUp = new AsyncDisposableStack()
  const dispatcher = new Agent()
  cleanUp.defer(() => dispatcher.close())

  async function call(path: string, { accessToken }: SeededGrant, body: object): Promise<unknown> {
    const { statusCode, body: answer } = await dispatcher.request({
      origin: apiUrl,
      path,
      method: 'POST',
      headers: { authorization: `Bearer ${accessToken}`, 'content-type': 'application/json; charset=UTF-8' },
      body: JSON.stringify(body),
    })
    const text = await answer.text()
    if (statusCode !== 200) throw new Error(`${path} was answered ${statusCode}: ${text}`)
    return JSON.parse(text)
  }

  async function send(grant: SeededGrant): Promise<string> {
    await call('/v2/post/publish/creator_info/query/', grant, {})
    const { data } = InitAnswer.parse(await call('/v2/post/publish/video/init/', grant, initBody(video.length)))
    const { origin, pathname, search } = new URL(data.upload_url)
    const { statusCode, body } = await dispatcher.request({
      origin,
      path: `${pathname}${search}`,
      method: 'PUT',
      headers: { 'content-type': 'video/mp4', 'content-range': `bytes 0-${video.length - 1}/${video.length}` },
      body: video,
    })
    await body.dump()
    if (statusCode !== 201) throw new Error(`The upload was answered ${statusCode}.`)
    return data.publish_id
  }

  async function follow(grant: SeededGrant, publishId: string): Promise<void> {
    for (let delayMs = FIRST_POLL_MS; ; delayMs *= POLL_GROWTH) {
      await pause(delayMs)
      const answer = await call('/v2/post/publish/status/fetch/', grant, { publish_id: publishId })
      if (StatusAnswer.parse(answer).data.status === 'PUBLISH_COMPLETE') return
    }
  }

  const startedAt = performance.now()
  const followed: Promise<void>[] = []
  let next = 0
  const loop = async () => {
    for (let index = next++; index < publications; index = next++) {
      const grant = grants[index % grants.length]
      if (grant) followed.push(follow(grant, await send(grant)))
    }
  }
  await Promise.all(Array.from({ length: concurrency }, loop))
  const uploadedMs = performance.now() - startedAt
  await Promise.all(followed)
  return { uploadedMs, publishedMs: performance.now() - startedAt }
}

function initBody(sizeBytes: number) {
  return {
    post_info: {
      title: 'New drop #acme',
      privacy_level: 'PUBLIC_TO_EVERYONE',
      disable_comment: true,
      disable_duet: true,
      disable_stitch: true,
    },
    source_info: { source: 'FILE_UPLOAD', video_size: sizeBytes, chunk_size: sizeBytes, total_chunk_count: 1 },
  }
}
