import type { CreatorInfo } from '#shared/api/accounts.ts'
import { CAPTION_MAX_LENGTH } from '#shared/limits.ts'
import { formatDuration } from '../../ui/format-amount.ts'
import type { Draft, TargetDraft } from './draft.ts'
import { videoDurationMs } from './draft.ts'
import { DISCLOSURE_INCOMPLETE, isDisclosureIncomplete } from './target-rules.ts'
import { timingProblem } from './timing.ts'

/** What still has to be answered or changed before anything may be sent. */
export interface OpenQuestion {
  /** Null when it concerns the whole post. */
  accountId: string | null
  message: string
}

export interface TargetFacts {
  /** Null while it is being asked for, or when TikTok did not answer. */
  creator: CreatorInfo | null
}

/** The questions about the post as a whole, without its accounts. */
export function postQuestions(draft: Draft, now: Date): OpenQuestion[] {
  const { caption, targets, timing } = draft.choices
  const messages = [
    videoQuestion(draft),
    captionQuestion(caption),
    targets.length === 0 ? 'Choose at least one account.' : null,
    timingProblem(timing, now),
  ]
  return messages.filter((message) => message !== null).map((message) => ({ accountId: null, message }))
}

/** The questions about one account. */
export function targetQuestions(draft: Draft, target: TargetDraft, facts: TargetFacts): OpenQuestion[] {
  const about = (message: string): OpenQuestion => ({ accountId: target.accountId, message })
  const caption = target.caption === null ? null : captionQuestion(target.caption)
  const questions = caption === null ? [] : [about(caption)]
  if (target.mode === 'draft') return questions

  const { creator } = facts
  if (creator === null) return [...questions, about('Its options at TikTok are not known yet.')]
  if (!creator.canPost) return [...questions, about('It cannot post right now. Try again later.')]
  if (!isOffered(target, creator)) questions.push(about('Choose who can see the video.'))
  if (isDisclosureIncomplete(target)) questions.push(about(DISCLOSURE_INCOMPLETE))
  const tooLong = durationQuestion(videoDurationMs(draft), creator)
  return tooLong === null ? questions : [...questions, about(tooLong)]
}

/** What is too long about a video for this creator; null when it fits or its length is not known. */
export function durationQuestion(durationMs: number | null, creator: CreatorInfo): string | null {
  const limitMs = creator.maxVideoPostDurationSec * 1000
  if (durationMs === null || durationMs <= limitMs) return null
  return `The video is ${formatDuration(durationMs)} long; this creator may post at most ${formatDuration(limitMs)}.`
}

function isOffered(target: TargetDraft, creator: CreatorInfo): boolean {
  return target.privacyLevel !== null && creator.privacyLevelOptions.includes(target.privacyLevel)
}

function videoQuestion(draft: Draft): string | null {
  if (draft.step === 'choosing') return 'Choose a video.'
  if (draft.step === 'uploading') return 'Wait until the video is uploaded.'
  if (draft.media.status === 'failed' || draft.media.checks.some((check) => check.level === 'error')) {
    return 'TikTok would refuse this video. See what must be changed.'
  }
  return draft.media.status === 'rendering' ? 'Wait until the video is ready.' : null
}

function captionQuestion(caption: string): string | null {
  if (caption.length <= CAPTION_MAX_LENGTH) return null
  return `The caption has ${caption.length} characters; TikTok takes at most ${CAPTION_MAX_LENGTH}.`
}
