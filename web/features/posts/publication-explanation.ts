import type { PostType, Publication } from '#shared/api/posts.ts'
import { formatMoment, formatRelative } from '../../ui/format-time.ts'
import { isBeingPulled } from './is-being-pulled.ts'

interface Facts {
  type: PostType
  now: Date
}

/** What a state means for this publication, in a sentence; null where the word says it all. */
export function publicationExplanation(publication: Publication, { type, now }: Facts): string | null {
  const { status, mode, publishAt, nextStepAt } = publication
  switch (status) {
    case 'draft':
      return 'Nothing is sent to TikTok until you publish or schedule it.'
    case 'scheduled':
      return scheduledWords(publishAt, nextStepAt, now)
    case 'publishing':
      return isAhead(nextStepAt, now) ? `Waits, and goes on ${when(nextStepAt, now)}.` : null
    case 'processing':
      if (isBeingPulled(publication))
        return `TikTok is fetching the ${type === 'photo' ? 'photos' : 'video'}. Until it has all of it you can still cancel.`
      return mode === 'direct'
        ? 'TikTok has everything. It may take a few minutes until it appears on the profile.'
        : 'TikTok has everything and is preparing the draft.'
    case 'inbox':
      return 'The creator finishes it in the TikTok app: open the message in the inbox, choose the audience, and post it.'
    case 'unconfirmed':
      return 'It may be live. Clipdeck keeps asking TikTok and never sends it again by itself. Look at the profile, and say what you see.'
    case 'held':
      return 'Nothing is lost: it goes on once this is settled.'
    case 'published':
      return publishedWords(publication)
    case 'failed':
    case 'cancelled':
      return null
  }
}

function publishedWords({ url, privacyLevel }: Publication): string | null {
  if (url !== null) return null
  if (privacyLevel === 'PUBLIC_TO_EVERYONE') return 'The link follows as soon as TikTok gives the post its id.'
  return 'TikTok gives a link only for posts that everyone can see. The creator finds it on the profile.'
}

function scheduledWords(publishAt: string | null, nextStepAt: string | null, now: Date): string {
  const isMoved = nextStepAt !== null && publishAt !== null && new Date(nextStepAt) > new Date(publishAt)
  if (isMoved && isAhead(nextStepAt, now)) return `Waits for a free place at TikTok: next try ${when(nextStepAt, now)}.`
  return isAhead(publishAt, now) ? `Starts ${when(publishAt, now)}.` : 'Starts in a moment.'
}

function isAhead(at: string | null, now: Date): at is string {
  return at !== null && new Date(at) > now
}

function when(at: string, now: Date): string {
  const moment = new Date(at)
  return `${formatRelative(moment, now)} (${formatMoment(moment)})`
}
