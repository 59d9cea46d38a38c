import type { z } from 'zod'
import type { CreatePost } from '#shared/api/posts.ts'
import { momentOf } from '../../ui/local-time.ts'
import type { Draft, TargetDraft, Timing } from './draft.ts'

export type NewPost = z.input<typeof CreatePost>

/** `publish` is the creator's express consent; `keep` only saves, and sends nothing to TikTok. */
export type Intent = 'publish' | 'keep'

/** The request for a draft whose questions are all answered. `next`: where TikTok has no room, the first free time is taken. */
export function draftToPost(draft: Extract<Draft, { step: 'ready' }>, intent: Intent, onFull?: 'next'): NewPost {
  const { caption, coverTimestampMs, targets, timing } = draft.choices
  return {
    type: 'video',
    mediaIds: [draft.media.id],
    caption,
    ...(coverTimestampMs !== null && { coverTimestampMs }),
    ...(intent === 'publish' && {
      publishAt: publishAtOf(timing),
      consent: { musicUsage: true },
      ...(onFull && { onFull }),
    }),
    targets: targets.map(targetToPost),
  }
}

function publishAtOf(timing: Timing): string {
  if (timing.kind === 'now') return 'now'
  const moment = momentOf(timing.localTime)
  if (moment === null) throw new Error('A post cannot be scheduled without a time.')
  return moment.toISOString()
}

/** One account's choices, as the server takes them. */
export function targetToPost(target: TargetDraft): NewPost['targets'][number] {
  const { accountId, mode, caption, privacyLevel } = target
  // A draft takes nothing but the file: the creator chooses the rest in the TikTok app.
  if (mode === 'draft') return { accountId, mode }
  return {
    accountId,
    mode,
    ...(privacyLevel !== null && { privacyLevel }),
    allowComment: target.allowComment,
    allowDuet: target.allowDuet,
    allowStitch: target.allowStitch,
    brandOrganic: target.brandOrganic,
    brandContent: target.brandContent,
    aiGenerated: target.aiGenerated,
    ...(caption !== null && { caption }),
  }
}
