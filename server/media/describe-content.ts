import { invalidInput } from '../errors.ts'
import { type MediaProbe, probeMedia, UnreadableMediaError } from '../studio/probe-media.ts'
import { checkVideo } from './check-video.ts'
import type { NewFile } from './keep-content.ts'

const WANTED = 'Upload an MP4 (H.264 is best), MOV or WebM video.'

type Judged = Pick<NewFile, 'path' | 'name' | 'field' | 'sizeBytes'>

/** What a file is and how it stands against TikTok's limits. Throws `invalid_input` for what can be published in no way. */
export async function describeContent(file: Judged) {
  const probe = await judge(file)
  const { mimeType, width, height, durationMs, codec, frameRate } = probe
  const checks = JSON.stringify(checkVideo(probe, file.sizeBytes))
  return { kind: 'video' as const, mimeType, width, height, durationMs, codec, frameRate, checks }
}

async function judge({ path, name, field }: Judged): Promise<MediaProbe> {
  const probe = await probeMedia(path).catch((error: unknown) => {
    if (!(error instanceof UnreadableMediaError)) throw error
    throw invalidInput({ path: field, message: `${name} is not a readable video: ${error.message} ${WANTED}` })
  })
  if (probe.kind !== 'video')
    throw invalidInput({ path: field, message: `${name} is not a video (its content is ${probe.mimeType}). ${WANTED}` })
  return probe
}
