import { open } from 'node:fs/promises'
import { Media } from '#shared/api/media.ts'
import type { TusClient } from '../../test/tus-client.ts'

type Source = { videoPath: string; sizeBytes: number; cuts: number }

/** A video by tus over connections that are cut in the middle of their bodies; gives where each of them was resumed. */
export async function takeInWithCuts(
  tus: TusClient,
  { videoPath, sizeBytes, cuts }: Source,
): Promise<{ media: Media; offsets: number[] }> {
  await using file = await open(videoPath)
  const read = async (offset: number, length: number) => {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, offset)
    if (bytesRead !== length) throw new Error(`${videoPath} has no ${length} bytes at ${offset}.`)
    return buffer
  }
  const upload = await tus.mustBegin(sizeBytes, 'video.mp4')
  const pieceBytes = Math.floor(sizeBytes / (cuts + 1))
  const offsets: number[] = []
  let offset = 0
  while (offsets.length < cuts) {
    const length = sizeBytes - offset
    const connection = await tus.beginAppend(upload, { offset, length, bytes: await read(offset, pieceBytes) })
    connection.destroy()
    offset = await movedOn(tus, upload, offset)
    offsets.push(offset)
  }
  const last = await tus.append(upload, offset, await read(offset, sizeBytes - offset))
  if (last.status !== 204) throw new Error(`The last append was answered ${last.status}: ${await last.text()}`)
  return { media: Media.parse((await tus.read(upload)).media), offsets }
}

/** Where the upload is to go on, once what was sent before the cut has come. */
async function movedOn(tus: TusClient, upload: string, from: number): Promise<number> {
  for (;;) {
    const offset = await tus.offset(upload)
    if (offset > from) return offset
  }
}
