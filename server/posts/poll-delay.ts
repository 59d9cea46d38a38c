const SECOND_MS = 1000
const MINUTE_MS = 60 * SECOND_MS
const HOUR_MS = 60 * MINUTE_MS

const FIRST_MS = 2 * SECOND_MS
const LONGEST_MS = 5 * MINUTE_MS
const GROWTH = 1.5

/** Processing that takes longer is no longer taken for granted. */
export const PROCESSING_MAX_MS = 30 * MINUTE_MS
/** TikTok drops a download of its own after one hour (content-posting-api-media-transfer-guide); processing follows it. */
export const PULL_MAX_MS = HOUR_MS
/** An unconfirmed publication is asked about for this long. */
export const UNCONFIRMED_MAX_MS = 72 * HOUR_MS
/** The post id of a public post comes after moderation, which may take hours (content-posting-api-reference-get-video-status). */
export const POST_ID_MAX_MS = 24 * HOUR_MS

/** From this poll on, some 4 minutes after the post, a missing post id is also looked for in the account's list of videos. */
export const LIST_FROM_POLL = 10

/** The wait before poll number `polls + 1`: from 2 s, growing by half, to 5 minutes. */
export function pollDelayMs(polls: number): number {
  return Math.min(LONGEST_MS, Math.round(FIRST_MS * GROWTH ** polls))
}

/** The wait between the slow polls of what has been unclear for `forMs`: from 5 minutes to an hour. */
export function slowPollDelayMs(forMs: number): number {
  return Math.min(HOUR_MS, Math.max(LONGEST_MS, forMs / 10))
}
