import type { CreatorInfo } from '#shared/api/accounts.ts'
import type { PostType } from '#shared/api/posts.ts'
import { formatDuration } from '../../ui/format-amount.ts'
import { postTypeOf } from './content/content.ts'
import { contentQuestions } from './content/content-questions.ts'
import type { Draft, TargetDraft } from './draft.ts'
import { DISCLOSURE_INCOMPLETE, isDisclosureIncomplete } from './target-rules.ts'
import { textNamesOf, textQuestion } from './text-limits.ts'
import { timingProblem } from './timing.ts'

/** What still has to be answered or changed before anything may be sent. */
export interface OpenQuestion {
  /** Null when it concerns the whole post. */
  accountId: string | null
  message: string
}

export interface PostFacts {
  now: Date
  /** Why photos cannot be posted from this Clipdeck; null when they can. */
  photosProblem: string | null
}

/** The questions about the post as a whole, without its accounts. */
export function postQuestions({ content, choices }: Draft, { now, photosProblem }: PostFacts): OpenQuestion[] {
  const messages = [
    ...contentQuestions(content, photosProblem),
    ...textNamesOf(postTypeOf(content)).map((name) => textQuestion(name, choices[name])),
    choices.targets.length === 0 ? 'Choose at least one account.' : null,
    timingProblem(choices.timing, now),
  ]
  return messages.filter((message) => message !== null).map((message) => ({ accountId: null, message }))
}

export interface TargetFacts {
  type: PostType
  /** Of a video; null while it is not known. */
  durationMs: number | null
  /** Null while it is being asked for, or when TikTok did not answer. */
  creator: CreatorInfo | null
}

/** The questions about one account. */
export function targetQuestions(target: TargetDraft, facts: TargetFacts): OpenQuestion[] {
  const messages = ownTextQuestions(target, facts.type)
  if (target.mode === 'direct') messages.push(...directQuestions(target, facts))
  return messages.map((message) => ({ accountId: target.accountId, message }))
}

function directQuestions(target: TargetDraft, { type, durationMs, creator }: TargetFacts): string[] {
  if (creator === null) return ['Its options at TikTok are not known yet.']
  if (!creator.canPost) return ['It cannot post right now. Try again later.']
  return [
    isOffered(target, creator) ? null : audienceQuestion(type),
    isDisclosureIncomplete(target) ? DISCLOSURE_INCOMPLETE : null,
    durationQuestion(durationMs, creator),
  ].filter((message) => message !== null)
}

function audienceQuestion(type: PostType): string {
  return type === 'photo' ? 'Choose who can see the photos.' : 'Choose who can see the video.'
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

function ownTextQuestions(target: TargetDraft, type: PostType): string[] {
  const isShown = target.mode === 'direct' || type === 'photo'
  if (!isShown) return []
  return textNamesOf(type)
    .map((name) => textQuestion(name, target[name] ?? ''))
    .filter((message) => message !== null)
}
