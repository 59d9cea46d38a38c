import type { z } from 'zod'
import type { CreatePost, PostType } from '#shared/api/posts.ts'
import { momentOf } from '../../ui/local-time.ts'
import { coverIndexOf, piecesOf, postTypeOf } from './content/content.ts'
import { mediaOf } from './content/piece.ts'
import type { Draft, TargetDraft, Timing } from './draft.ts'

export type NewPost = z.input<typeof CreatePost>

/** `publish` is the creator's express consent; `keep` only saves, and sends nothing to TikTok. */
export type Intent = 'publish' | 'keep'

/** The request for a draft whose questions are all answered. `next`: where TikTok has no room, the first free time is taken. */
export function draftToPost(draft: Draft, intent: Intent, onFull?: 'next'): NewPost {
  const { targets, timing } = draft.choices
  const type = postTypeOf(draft.content)
  return {
    type,
    mediaIds: mediaIdsOf(draft),
    ...textsOf(draft),
    ...coverOf(draft),
    ...(intent === 'publish' && {
      publishAt: publishAtOf(timing),
      consent: { musicUsage: true },
      ...(onFull && { onFull }),
    }),
    targets: targets.map((target) => targetToPost(target, type)),
  }
}

function mediaIdsOf({ content }: Draft): string[] {
  return piecesOf(content).map((piece) => {
    const media = mediaOf(piece)
    if (!media) throw new Error(`${piece.fileName} is not uploaded yet.`)
    return media.id
  })
}

function textsOf({ content, choices }: Draft) {
  const { caption, title, description } = choices
  return postTypeOf(content) === 'photo' ? { title, description } : { caption }
}

function coverOf({ content, choices }: Draft) {
  const { coverTimestampMs, photoCoverKey } = choices
  if (content.kind === 'photos') return { photoCoverIndex: coverIndexOf(content.photos, photoCoverKey) }
  return coverTimestampMs !== null && { coverTimestampMs }
}

function publishAtOf(timing: Timing): string {
  if (timing.kind === 'now') return 'now'
  const moment = momentOf(timing.localTime)
  if (moment === null) throw new Error('A post cannot be scheduled without a time.')
  return moment.toISOString()
}

/** One account's choices, as the server takes them. */
export function targetToPost(target: TargetDraft, type: PostType): NewPost['targets'][number] {
  const { accountId, mode, privacyLevel } = target
  // In the app the creator chooses all but what photos come with.
  if (mode === 'draft') return { accountId, mode, ...(type === 'photo' && ownTextsOf(target, type)) }
  return {
    accountId,
    mode,
    ...(privacyLevel !== null && { privacyLevel }),
    allowComment: target.allowComment,
    ...(type === 'photo'
      ? { autoAddMusic: target.autoAddMusic }
      : { allowDuet: target.allowDuet, allowStitch: target.allowStitch }),
    brandOrganic: target.brandOrganic,
    brandContent: target.brandContent,
    aiGenerated: target.aiGenerated,
    ...ownTextsOf(target, type),
  }
}

function ownTextsOf({ caption, title, description }: TargetDraft, type: PostType) {
  if (type === 'video') return caption !== null && { caption }
  return { ...(title !== null && { title }), ...(description !== null && { description }) }
}
