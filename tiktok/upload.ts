import type { Readable } from 'node:stream'
import { readRetryAfter } from './answer.ts'
import { TikTokAnswerError, TikTokUploadError, type UploadAction } from './errors.ts'
import { type Answer, exchange } from './exchange.ts'
import type { Transport } from './transport.ts'
import { isAllowedUploadUrl } from './upload-url.ts'

/** One chunk of a file. Page: content-posting-api-media-transfer-guide. */
export type Chunk = {
  /** From an init. It is a secret. */
  uploadUrl: string
  /** `video/mp4`, `video/quicktime` or `video/webm`. */
  contentType: string
  firstByte: number
  /** Inclusive. */
  lastByte: number
  totalBytes: number
  /** Opens exactly the bytes of this chunk; it is called once and always closed. */
  body: () => Readable
  signal?: AbortSignal | undefined
  /** Called with the number of bytes just handed to the connection, as they go. */
  onBytes?: ((sizeBytes: number) => void) | undefined
}

/** A taken chunk. `receivedBytes` is what TikTok says it has; null when it does not say. */
export type ChunkAnswer = { isComplete: boolean; receivedBytes: number | null }

/**
 * Sends one chunk by one PUT, as fast as TikTok takes it. A refusal is heard even while the body is being sent.
 * Throws TikTokUploadError (what to do is in `action`), TikTokNetworkError, TikTokAnswerError for a URL that is not
 * TikTok's; what `body` throws comes out as it is, and a body of another length is a RangeError.
 * Page: content-posting-api-media-transfer-guide.
 */
export async function uploadChunk(transport: Transport, chunk: Chunk): Promise<ChunkAnswer> {
  const url = URL.parse(chunk.uploadUrl)
  if (!url || !isAllowedUploadUrl(chunk.uploadUrl, transport.apiUrl))
    throw new TikTokAnswerError("PUT chunk: the upload URL is not one of TikTok's", { status: null })

  const sizeBytes = chunk.lastByte - chunk.firstByte + 1
  using idle = createIdleTimer(transport.chunkIdleMs)
  const body = createMeteredBody(chunk, sizeBytes, idle.restart)
  try {
    const answer = await exchange(transport.pooled, {
      name: `PUT bytes ${chunk.firstByte}-${chunk.lastByte}/${chunk.totalBytes}`,
      url,
      method: 'PUT',
      headers: {
        'Content-Type': chunk.contentType,
        'Content-Length': String(sizeBytes),
        'Content-Range': `bytes ${chunk.firstByte}-${chunk.lastByte}/${chunk.totalBytes}`,
      },
      body: body.bytes,
      signal: chunk.signal ? AbortSignal.any([chunk.signal, idle.signal]) : idle.signal,
      answerIdleMs: transport.chunkIdleMs,
      isStatusEnough: true,
    })
    return readChunkAnswer(chunk, { answer, isSent: body.sentBytes() === sizeBytes, now: transport.clock.now() })
  } catch (error) {
    throw (chunk.signal?.aborted ? undefined : body.failure()) ?? error
  } finally {
    body.close()
  }
}

/** Aborts its signal with a TimeoutError when it was not restarted for a while. */
function createIdleTimer(idleMs: number) {
  const controller = new AbortController()
  const timer = setTimeout(() => controller.abort(new DOMException('no byte moved', 'TimeoutError')), idleMs)
  return {
    signal: controller.signal,
    restart: () => void timer.refresh(),
    [Symbol.dispose]: () => clearTimeout(timer),
  }
}

/** The body as the connection pulls it: counted, and its own failure kept apart from the connection's. */
function createMeteredBody(chunk: Chunk, sizeBytes: number, onMove: () => void) {
  let source: Readable | undefined
  let sentBytes = 0
  let failure: Error | undefined

  async function* bytes(): AsyncGenerator<Uint8Array> {
    try {
      source = chunk.body()
      // Its failure is thrown into this loop; one that comes after the loop was left concerns nobody.
      source.on('error', () => {})
      for await (const piece of source) {
        const data: Uint8Array = typeof piece === 'string' ? Buffer.from(piece) : piece
        if (sentBytes + data.byteLength > sizeBytes) throw wrongLength(sizeBytes)
        sentBytes += data.byteLength
        yield data
        // Pulled again: the connection has taken the piece.
        onMove()
        chunk.onBytes?.(data.byteLength)
      }
      if (sentBytes !== sizeBytes) throw wrongLength(sizeBytes)
    } catch (error) {
      failure = asError(error)
      throw error
    }
  }

  return { bytes: bytes(), sentBytes: () => sentBytes, failure: () => failure, close: () => void source?.destroy() }
}

function wrongLength(sizeBytes: number): RangeError {
  return new RangeError(`a chunk of ${sizeBytes} bytes has a body of another length`)
}

function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error('the body of a chunk failed', { cause: thrown })
}

function readChunkAnswer(chunk: Chunk, heard: { answer: Answer; isSent: boolean; now: Date }): ChunkAnswer {
  const { status, headers } = heard.answer
  if (status === 201 && heard.isSent) return { isComplete: true, receivedBytes: chunk.totalBytes }
  if (status === 206 && heard.isSent)
    return { isComplete: false, receivedBytes: readReceivedBytes(chunk, headers['content-range']) }
  throw new TikTokUploadError(
    `PUT bytes ${chunk.firstByte}-${chunk.lastByte}/${chunk.totalBytes}: answered ${status}`,
    {
      status,
      action: actionFor(status),
      retryAfterMs: readRetryAfter(headers['retry-after'], heard.now),
    },
  )
}

const actions: Readonly<Record<number, UploadAction>> = {
  400: 'stop',
  403: 'new-init',
  404: 'new-init',
  408: 'retry-chunk',
  416: 'ask-progress',
  429: 'retry-chunk',
}

function actionFor(status: number): UploadAction {
  // A success that is not documented, or came before the last byte: only TikTok knows what it has.
  if (status < 300) return 'ask-progress'
  return actions[status] ?? (status >= 500 ? 'retry-chunk' : 'stop')
}

/**
 * From `Content-Range: bytes 0-{UPLOADED}/{TOTAL}`. The page does not say whether UPLOADED is a count or the last byte, so
 * both readings of "everything up to this chunk" are taken as that; of anything else, the smaller reading.
 */
function readReceivedBytes(chunk: Chunk, contentRange: string | string[] | undefined): number | null {
  const match = /^bytes 0-(\d{1,15})\/(\d{1,15})$/.exec(String(contentRange ?? ''))
  if (!match || Number(match[2]) !== chunk.totalBytes) return null
  const uploaded = Number(match[1])
  return uploaded === chunk.lastByte ? chunk.lastByte + 1 : uploaded
}
