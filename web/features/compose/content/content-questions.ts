import { PHOTO_MAX_COUNT } from '#shared/limits.ts'
import type { Content } from './content.ts'
import { nameOf, type Piece, wouldBeRefused } from './piece.ts'

/** What still has to be done about the files of a post. */
export function contentQuestions(content: Content, photosProblem: string | null): string[] {
  switch (content.kind) {
    case 'nothing':
      return ['Choose a video or photos.']
    case 'video':
      return questionsOf([content.video], VIDEO_WORDS)
    case 'photos':
      if (content.slideshow.rendering) return ['Wait until the slideshow is ready.']
      return [...photosQuestions(content.photos, photosProblem), ...questionsOf(content.photos, PHOTO_WORDS)]
  }
}

const VIDEO_WORDS = {
  waiting: 'Wait until the video is uploaded.',
  notUploaded: 'The video could not be uploaded. Try again, or choose another one.',
  fixing: 'Wait until the video is fixed.',
  refused: () => 'TikTok would refuse this video. See what must be changed.',
}
const PHOTO_WORDS = {
  waiting: 'Wait until all photos are uploaded.',
  notUploaded: 'Not every photo could be uploaded. Try again, or take it off.',
  fixing: 'Wait until the photos are fixed.',
  refused: (name: string) => `TikTok would refuse ${name}. See what must be changed.`,
}

function questionsOf(pieces: readonly Piece[], words: typeof PHOTO_WORDS): string[] {
  const isSome = (...steps: Piece['step'][]) => pieces.some(({ step }) => steps.includes(step))
  return [
    isSome('waiting', 'uploading') ? words.waiting : null,
    isSome('failed') ? words.notUploaded : null,
    isSome('fixing') ? words.fixing : null,
    ...pieces
      .filter((piece) => piece.step === 'ready' && wouldBeRefused(piece))
      .map((piece) => words.refused(nameOf(piece))),
  ].filter((message) => message !== null)
}

function photosQuestions(photos: readonly Piece[], photosProblem: string | null): string[] {
  return [
    photosProblem !== null ? 'Photos cannot be posted from here: make a slideshow of them.' : null,
    photos.length > PHOTO_MAX_COUNT
      ? `These are ${photos.length} photos; TikTok takes at most ${PHOTO_MAX_COUNT}.`
      : null,
  ].filter((message) => message !== null)
}
