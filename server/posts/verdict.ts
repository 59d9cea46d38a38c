/** What became of a publish id, whether a status poll, a webhook or the account's list of videos told it. */
export type Verdict = {
  /** Null where TikTok never gave one: the answer to the init was lost. */
  publishId: string | null
  phase: 'published' | 'inbox' | 'failed'
  failReason: string | null
  postIds: string[]
  logId: string | null
  /** TikTok did not say it: the post was found in the account's list of videos. */
  isFromList?: boolean
}

/** The step of the timeline at which a post was found in its account's list of videos. */
export const FOUND_IN_LIST = 'found-in-list'

/** The step of the timeline, for a verdict that ends a publication well. */
export function verdictWords({ phase, postIds, isFromList }: Verdict): { kind: string; message: string } {
  if (isFromList)
    return { kind: FOUND_IN_LIST, message: `It was found in the account's list of videos: ${postIds.join(', ')}.` }
  if (phase === 'inbox')
    return { kind: phase, message: "The draft is in the creator's TikTok inbox; they finish it in the TikTok app." }
  return { kind: phase, message: 'TikTok published it.' }
}
