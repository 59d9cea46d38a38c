import { PHOTO_MAX_COUNT, VIDEO_MAX_SIZE_BYTES } from '#shared/limits.ts'
import type { ErrorWords } from '../../../error-words.ts'
import { formatSize } from '../../../ui/format-amount.ts'
import type { Content } from './content.ts'

/** What a choice of files means for a post. */
export type ChosenFiles =
  | { kind: 'video'; file: File }
  | { kind: 'photos'; files: readonly File[] }
  | { kind: 'refused'; refusal: ErrorWords }

/** Browsers do not know the types of these everywhere. */
const PHOTO_NAME = /\.(heic|heif|avif|tiff?)$/i
const VIDEO_NAME = /\.(mkv|mov|webm|avi)$/i

/** One video, or photos that come to those that are there: anything else is refused in a sentence. */
export function sortChosenFiles(files: readonly File[], content: Content): ChosenFiles {
  const videos = files.filter(isVideo)
  const photos = files.filter(isPhoto)
  const stranger = files.find((file) => !isVideo(file) && !isPhoto(file))
  const empty = files.find(({ size }) => size === 0)
  const before = content.kind === 'photos' ? content.photos.length : 0
  const [video] = videos

  if (content.kind === 'photos' && content.slideshow.rendering)
    return refused(
      'The slideshow is being made',
      'Its photos stay as they are until then.',
      'Wait, or cancel it first.',
    )
  if (stranger) return refused('This is no video and no photo', `“${stranger.name}” cannot be posted to TikTok.`)
  if (empty) return refused('The file is empty', `“${empty.name}” has no content.`, null)
  if (video && photos.length + before > 0)
    return refused('A video and photos do not go together', 'TikTok takes one video, or photos, in one post.')
  if (videos.length > 1)
    return refused('These are several videos', `You chose ${videos.length} videos; a post takes one.`)
  if (video) return video.size > VIDEO_MAX_SIZE_BYTES ? tooLarge(video) : { kind: 'video', file: video }
  if (before + photos.length > PHOTO_MAX_COUNT) return tooMany(before + photos.length)
  return { kind: 'photos', files: photos }
}

/** Decided by what the browser says of the file; the server looks inside. */
function isVideo({ type, name }: File): boolean {
  return type.startsWith('video/') || (type === '' && VIDEO_NAME.test(name))
}

function isPhoto({ type, name }: File): boolean {
  return type.startsWith('image/') || (type === '' && PHOTO_NAME.test(name))
}

function tooLarge({ name, size }: File): ChosenFiles {
  const detail = `“${name}” has ${formatSize(size)}; TikTok takes at most ${formatSize(VIDEO_MAX_SIZE_BYTES)}.`
  return refused('The file is too large', detail, 'Export the video with a lower bit rate.')
}

function tooMany(count: number): ChosenFiles {
  const detail = `With these there would be ${count} photos; TikTok takes at most ${PHOTO_MAX_COUNT} in one post.`
  return refused('These are too many photos', detail, 'Choose fewer, or take some off first.')
}

function refused(
  title: string,
  detail: string,
  remedy: string | null = `Choose one video, or up to ${PHOTO_MAX_COUNT} photos.`,
): ChosenFiles {
  return { kind: 'refused', refusal: { title, detail, remedy, requestId: null } }
}
