import { encodeSound } from './audio-track.ts'
import { SLIDE } from './draw-slide.ts'
import type { Slideshow } from './make-slideshow.ts'
import { openMovie } from './movie-writer.ts'
import { slideshowPackets } from './slideshow-packets.ts'
import { slideshowPictures } from './slideshow-pictures.ts'
import { FRAME_RATE, planSlideshow } from './slideshow-plan.ts'
import { openSoundEncoder, SAMPLE_RATE } from './sound-encoder.ts'
import { encodeStills, openStillEncoder } from './still-encoder.ts'
import { readStreamShape } from './stream-shape.ts'

type Movie = Awaited<ReturnType<typeof openMovie>>

/** Makes the video of a slideshow. Run it in a process that may crash. */
export async function writeSlideshow(
  { path, images, sound, secondsPerImage, transition, fill }: Slideshow,
  tellProgress: (progress: number) => void,
): Promise<void> {
  const plan = planSlideshow({ imageCount: images.length, secondsPerImage, transition })
  const frameCount = plan.reduce((sum, { holdFrames, fadeFrames }) => sum + holdFrames + fadeFrames, 0)
  const fades = transition === 'fade'
  using encoder = await openStillEncoder({ ...SLIDE, frameRate: FRAME_RATE, fades })
  await using movie = await openMovie(path)
  const video = movie.addTrack(encoder)
  await using music = sound ? await openMusic(movie, sound, frameCount / FRAME_RATE) : null
  await movie.begin()

  const encoded = encodeStills(encoder, slideshowPictures({ images, plan, fill }))
  const slides = slideshowPackets(encoded, plan, readStreamShape(encoder.extraData ?? Buffer.alloc(0)))
  let at = 0
  for await (const slide of slides) {
    for (const [index, { data, shownAt }] of slide.entries()) {
      // What a fade leads to is read before the fade, so every picture is read one earlier than it is shown.
      const dts = at + index - (fades ? 1 : 0)
      await movie.writePicture(video, { data, pts: at + shownAt, dts, isKey: index === 0 })
    }
    at += slide.length
    await music?.writeUntil(at / FRAME_RATE)
    tellProgress(at / frameCount)
  }
  await movie.end()
}

/** The track of the sound, written as far as the pictures are, so that a player finds both close together. */
async function openMusic(movie: Movie, sound: NonNullable<Slideshow['sound']>, seconds: number) {
  const encoder = await openSoundEncoder()
  const track = movie.addTrack(encoder)
  const packets = encodeSound(encoder, sound, Math.round(seconds * SAMPLE_RATE))
  return {
    async writeUntil(second: number): Promise<void> {
      for (;;) {
        const { value: packet, done } = await packets.next()
        if (done) return
        const endsAt = Number(packet.pts + packet.duration) / SAMPLE_RATE
        await movie.write(track, packet)
        if (endsAt >= second && second < seconds) return
      }
    },
    async [Symbol.asyncDispose](): Promise<void> {
      await packets.return(undefined)
      encoder.freeContext()
    },
  }
}
