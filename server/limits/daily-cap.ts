import { after } from '../clock.ts'
import type { AccountRow } from '../db/tables.ts'

const DAY_MS = 24 * 60 * 60 * 1000
const WEEK_MS = 7 * DAY_MS

/** What TikTok's refusals taught: no more than `limit` direct posts of ours in 24 h, believed from `since` to `until`. */
export type LearnedCap = { limit: number; since: Date; until: Date }

/** The direct posts that a creator may make in 24 h: as configured, or as learned while that is believed. */
export type DailyCap = { limit: number; configured: number; learned: LearnedCap | null }

type Learned = Pick<AccountRow, 'learnedPosts' | 'learnedPostsSince' | 'learnedPostsUntil'>

/** The cap of an account at `now`. What was learned never raises it above what is configured. */
export function dailyCap(account: Learned, configured: number, now: Date): DailyCap {
  const learned = lastLearned(account)
  if (!learned || learned.until <= now || learned.limit >= configured)
    return { limit: configured, configured, learned: null }
  return { limit: learned.limit, configured, learned }
}

/** What was learned last, believed still or not. */
export function lastLearned({ learnedPosts, learnedPostsSince, learnedPostsUntil }: Learned): LearnedCap | null {
  if (learnedPosts === null || learnedPostsSince === null || learnedPostsUntil === null) return null
  return { limit: learnedPosts, since: learnedPostsSince, until: learnedPostsUntil }
}

/**
 * What a refusal of TikTok teaches when `taken` places were in our books. TikTok counts the posts of all apps, so one
 * full day may be another app's doing and is believed for that day; a refusal on another day within a week of it is the
 * creator's own cap, and is believed for a week. Null: with nothing in our books it was not us, and nothing is learned.
 */
export function learnCap(known: LearnedCap | null, taken: number, now: Date): LearnedCap | null {
  if (taken < 1) return null
  if (known && now < after(known.since, DAY_MS)) return { ...known, limit: Math.min(known.limit, taken) }
  const isRepeated = known !== null && now < after(known.until, WEEK_MS)
  return { limit: taken, since: now, until: after(now, isRepeated ? WEEK_MS : DAY_MS) }
}
