import type { FastifyInstance } from 'fastify'
import { chunkStartingAt } from '../chunk-rules.ts'
import { addEndpoint, type Call } from '../endpoint.ts'
import type { Task } from '../entities.ts'
import { type Answer, ApiError, envelope } from '../envelope.ts'
import { CutError } from '../fault-effects.ts'
import { inspectVideo } from '../inspect-media.ts'
import { paced } from '../paced.ts'
import { startProcessing } from '../publish-life.ts'
import { taskOfUpload } from '../upload-url.ts'
import { nowMsOf, type World } from '../world.ts'

type Upload = NonNullable<Task['upload']>
type Range = { firstByte: number; lastByte: number; totalBytes: number }

const CONTENT_TYPES = ['video/mp4', 'video/quicktime', 'video/webm']

/** content-posting-api-media-transfer-guide, "Upload a video": chunks in order, one after another. */
export function addUploadRoutes(app: FastifyInstance, world: World): void {
  const underWay = new Map<string, { call: Call; done: Promise<Answer> }>()

  /** A chunk sent again while the server still waits for the broken one takes its place. */
  async function takeTurn(call: Call): Promise<Answer> {
    const { publishId } = findUpload(world, call)
    const older = underWay.get(publishId)
    if (older) {
      older.call.socket.destroy()
      await older.done.catch(() => null)
    }
    const done = receiveChunk(world, call)
    underWay.set(publishId, { call, done })
    try {
      return await done
    } finally {
      if (underWay.get(publishId)?.done === done) underWay.delete(publishId)
    }
  }

  addEndpoint(app, world, {
    name: 'upload',
    method: 'PUT',
    path: '/upload/video/',
    shape: 'envelope',
    act: takeTurn,
  })
}

async function receiveChunk(world: World, call: Call): Promise<Answer> {
  const task = findUpload(world, call)
  const range = readRange(call, task.upload)
  const { publishId, upload } = task
  const name = fileNameOf(publishId)
  const source = paced(call.request.raw, call.fault)
  const receivedBytes = await world.media
    .append({ name, startBytes: range.firstByte, source })
    .catch((error: unknown) => {
      throw call.request.raw.complete ? error : new CutError()
    })
  await advance(world, publishId, { ...upload, receivedBytes })
  const answer = envelope({}, call.logId)
  return {
    ...answer,
    status: receivedBytes === upload.videoSize ? 201 : 206,
    headers: { ...answer.headers, 'content-range': `bytes 0-${receivedBytes - 1}/${upload.videoSize}` },
  }
}

/** The last chunk and the end of the upload are one entry of the journal: a kill leaves neither or both. */
async function advance(world: World, publishId: string, upload: Upload): Promise<void> {
  if (upload.receivedBytes < upload.videoSize) {
    world.state.tasks.put({ ...receivingTask(world, publishId), upload })
    return
  }
  const creator = world.state.creators.get(receivingTask(world, publishId).creatorId)
  if (!creator) throw noSuchTask()
  const received = { name: fileNameOf(publishId), sizeBytes: upload.receivedBytes }
  const { file, fault } = await inspectVideo(world.media, received, creator.settings)
  world.media.forget(received.name)
  startProcessing(world, { ...receivingTask(world, publishId), upload }, [file], fault)
}

function receivingTask(world: World, publishId: string): Task {
  const task = world.state.tasks.get(publishId)
  if (task?.phase !== 'receiving') throw noSuchTask()
  return task
}

function fileNameOf(publishId: string): string {
  return publishId.replaceAll(/\W/g, '-')
}

function findUpload(world: World, call: Call): Task & { upload: Upload } {
  const task = taskOfUpload(world, call.query.get('upload_id'))
  if (!task?.upload || task.phase === 'failed') throw noSuchTask()
  if (task.upload.uploadToken !== call.query.get('upload_token')) throw noSuchTask()
  if (task.phase === 'receiving' && task.upload.expiresAtMs <= nowMsOf(world))
    throw new ApiError(403, 'upload_url_expired', 'The upload_url has expired.')
  return { ...task, upload: task.upload }
}

function readRange(call: Call, upload: Upload): Range {
  const { headers } = call.request
  if (!CONTENT_TYPES.includes(headers['content-type'] ?? '')) throw badRequest('Content-Type is not a video type.')
  const match = /^bytes (\d+)-(\d+)\/(\d+)$/.exec(headers['content-range'] ?? '')
  if (!match) throw badRequest('Content-Range is not "bytes FIRST-LAST/TOTAL".')
  const [firstByte = 0, lastByte = 0, totalBytes = 0] = match.slice(1).map(Number)
  if (totalBytes !== upload.videoSize) throw badRequest('Content-Range names another size than the init.')
  if (Number(headers['content-length']) !== lastByte - firstByte + 1)
    throw badRequest('Content-Length and Content-Range differ.')
  const chunk = firstByte === upload.receivedBytes ? chunkStartingAt(upload, firstByte) : null
  if (!chunk) throw outOfStep(upload)
  if (chunk.lastByte !== lastByte) throw badRequest('The chunk is not as long as announced at the init.')
  return { firstByte, lastByte, totalBytes }
}

function outOfStep({ receivedBytes, videoSize }: Upload): ApiError {
  const progress = receivedBytes === 0 ? `bytes */${videoSize}` : `bytes 0-${receivedBytes - 1}/${videoSize}`
  return new ApiError(416, 'range_not_satisfiable', 'Content-Range does not match the progress.', {
    'content-range': progress,
  })
}

function badRequest(message: string): ApiError {
  return new ApiError(400, 'invalid_params', message)
}

function noSuchTask(): ApiError {
  return new ApiError(404, 'upload_not_found', 'There is no such upload.')
}
