import { describePicture } from './describe-picture.ts'
import { fitPicture } from './fit-picture.ts'
import { interleave, type Lane } from './interleave.ts'
import { openMovie } from './movie-writer.ts'
import { openPictureEncoder } from './open-picture-encoder.ts'
import { openTracks } from './open-tracks.ts'
import { openSoundEncoder, SAMPLE_RATE } from './sound-encoder.ts'
import { transcodePictures } from './transcode-pictures.ts'
import { transcodeSound } from './transcode-sound.ts'
import type { Transcoding } from './transcode-video.ts'
import { UnreadableMediaError } from './unreadable-media-error.ts'

const FRAME_RATE = 30
/** Of a source that ends earlier than it says a part is damaged: what came of it would be too short, without a word. */
const READABLE_SHARE = 0.9
const READABLE_MARGIN_S = 0.25

/** Makes the MP4 of a video. Run it in a process that may crash. */
export async function writeTranscoded(
  { path, source }: Transcoding,
  tellProgress: (progress: number) => void,
): Promise<void> {
  await using tracks = await openTracks(source)
  const { width, height, pixelAspect, rotation } = describePicture(tracks.picture.stream)
  const fit = fitPicture({ width: width * pixelAspect, height })
  using pictureEncoder = await openPictureEncoder(fit.canvas, FRAME_RATE)
  using soundEncoder = tracks.sound && (await openSoundEncoder())
  await using movie = await openMovie(path)
  const pictures: Lane = {
    track: movie.addTrack(pictureEncoder),
    packets: transcodePictures(pictureEncoder, tracks.picture, { fit, rotation, frameRate: FRAME_RATE }),
    secondsPerUnit: 1 / FRAME_RATE,
  }
  const lanes = [pictures]
  if (tracks.sound && soundEncoder)
    lanes.push({
      track: movie.addTrack(soundEncoder),
      packets: transcodeSound(soundEncoder, tracks.sound),
      secondsPerUnit: 1 / SAMPLE_RATE,
    })
  await movie.begin()
  const seconds = (source.durationMs ?? 0) / 1000
  const ends = await interleave(movie, lanes, percents(seconds, tellProgress))
  mustBeWhole(ends, seconds)
  await movie.end()
}

function mustBeWhole([pictureEnd = 0, soundEnd = 0]: number[], seconds: number): void {
  if (pictureEnd === 0) throw new UnreadableMediaError('The file is damaged: none of its pictures can be shown.')
  const read = Math.max(pictureEnd, soundEnd)
  if (read < seconds * READABLE_SHARE - READABLE_MARGIN_S)
    throw new UnreadableMediaError(
      `The file is damaged: only the first ${read.toFixed(1)} s of ${seconds.toFixed(1)} s can be read.`,
    )
}

/** Tells each whole percent once. */
function percents(seconds: number, tellProgress: (progress: number) => void): (second: number) => void {
  let told = 0
  return (second) => {
    const percent = seconds > 0 ? Math.min(100, Math.floor((second / seconds) * 100)) : 0
    if (percent > told) tellProgress(percent / 100)
    told = Math.max(told, percent)
  }
}
