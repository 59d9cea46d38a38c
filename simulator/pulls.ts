import type { IncomingMessage } from 'node:http'
import type { MediaFile, Task } from './entities.ts'
import { inspectImage, inspectVideo, LARGEST_IMAGE_BYTES, LARGEST_VIDEO_BYTES } from './inspect-media.ts'
import { sendRequest } from './outgoing.ts'
import { failTask, startProcessing } from './publish-life.ts'
import type { World } from './world.ts'

export type Pulls = ReturnType<typeof createPulls>

type Running = { stop: AbortController; done: Promise<void>; downloadedBytes: number }

/** Downloads for PULL_FROM_URL, in the background. content-posting-api-media-transfer-guide. */
export function createPulls(worldOf: () => World) {
  const running = new Map<string, Running>()

  async function pull(task: Task, progress: Running): Promise<void> {
    const world = worldOf()
    const files: MediaFile[] = []
    let fault: string | null = null
    for (const [index, url] of task.urls.entries()) {
      const name = `${task.publishId.replaceAll(/\W/g, '-')}-${index}`
      const response = await sendRequest({ url: new URL(url), method: 'GET', signal: progress.stop.signal })
      if (response.statusCode !== 200) {
        response.destroy()
        throw new Error(`The source answered ${response.statusCode}`)
      }
      const source = counted(response, task.kind === 'photo' ? LARGEST_IMAGE_BYTES : LARGEST_VIDEO_BYTES, progress)
      const sizeBytes = await world.media.append({ name, startBytes: 0, source })
      const inspection = await inspect(world, task, { name, sizeBytes })
      files.push(inspection.file)
      fault ??= inspection.fault
    }
    if (!progress.stop.signal.aborted) startProcessing(world, task, files, fault)
  }

  async function run(task: Task, progress: Running): Promise<void> {
    try {
      await pull(task, progress)
    } catch (error) {
      if (progress.stop.signal.aborted) return
      const pullFailed = task.kind === 'photo' ? 'photo_pull_failed' : 'video_pull_failed'
      failTask(worldOf(), task.publishId, error instanceof TooLargeError ? 'file_format_check_failed' : pullFailed)
    } finally {
      running.delete(task.publishId)
    }
  }

  /** Waits for every download under way. */
  async function settle(): Promise<void> {
    await Promise.all(Array.from(running.values(), (it) => it.done))
  }

  function stop(publishId: string): void {
    running.get(publishId)?.stop.abort()
  }

  return {
    start(task: Task): void {
      const { agenda, timing } = worldOf()
      const progress: Running = { stop: new AbortController(), done: Promise.resolve(), downloadedBytes: 0 }
      running.set(task.publishId, progress)
      agenda.set(`limit:${task.publishId}`, task.createdAtMs + timing.downloadLimitMs, () => {
        stop(task.publishId)
        failTask(worldOf(), task.publishId, task.kind === 'photo' ? 'photo_pull_failed' : 'video_pull_failed')
      })
      progress.done = run(task, progress)
    },
    stop,
    downloadedBytes: (publishId: string) => running.get(publishId)?.downloadedBytes ?? null,
    settle,
    async close(): Promise<void> {
      for (const it of running.values()) it.stop.abort()
      await settle()
    },
  }
}

function inspect(world: World, task: Task, received: { name: string; sizeBytes: number }) {
  if (task.kind === 'photo') return inspectImage(world.media, received)
  const settings = world.state.creators.get(task.creatorId)?.settings
  if (!settings) throw new Error(`No creator ${task.creatorId}`)
  return inspectVideo(world.media, received, settings)
}

class TooLargeError extends Error {
  override name = 'TooLargeError'
}

async function* counted(response: IncomingMessage, largestBytes: number, progress: Running): AsyncGenerator<Buffer> {
  let sizeBytes = 0
  for await (const piece of response) {
    if (!Buffer.isBuffer(piece)) throw new TypeError('A stream of bytes was expected')
    sizeBytes += piece.length
    progress.downloadedBytes += piece.length
    if (sizeBytes > largestBytes) throw new TooLargeError(`More than ${largestBytes} bytes`)
    yield piece
  }
}
