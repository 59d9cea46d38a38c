import type { PublishMode } from '#shared/api/posts.ts'
import type { DailyCap } from '../limits/daily-cap.ts'
import { firstFree, fullestWindow } from '../limits/first-free.ts'
import { dailyPostsWindow, pendingDraftsWindow } from '../limits/tiktok-windows.ts'
import type { BookedPlaces } from './booked-places-store.ts'

/** TikTok's cap on what an account gets in one mode: `limit` in any `windowMs`, and once `until` has passed, `later`. */
export type ModeCap = { limit: number; windowMs: number; next: { limit: number; from: Date } | null }

/** The cap of an account in a mode. `daily` is the account's; drafts have one number for everybody. */
export function capOfMode(mode: PublishMode, daily: DailyCap): ModeCap {
  if (mode === 'draft') {
    const { limit, windowMs } = pendingDraftsWindow('')
    return { limit, windowMs, next: null }
  }
  const { limit, windowMs } = dailyPostsWindow('', daily.limit)
  return { limit, windowMs, next: daily.learned && { limit: daily.configured, from: daily.learned.until } }
}

/** The first time from `from` on at which one more fits. */
export function freeTime(booked: readonly number[], { limit, windowMs, next }: ModeCap, from: Date): Date {
  const now = new Date(firstFree(booked, { limit, windowMs }, from.getTime()))
  if (!next || now < next.from) return now
  const latest = Math.max(from.getTime(), next.from.getTime())
  return new Date(firstFree(booked, { limit: next.limit, windowMs }, latest))
}

/** How many are booked around a time, and how many may be. */
export function fullnessAt(booked: readonly number[], { limit, windowMs, next }: ModeCap, at: Date) {
  const cap = next && at >= next.from ? next.limit : limit
  return { booked: fullestWindow(booked, windowMs, at.getTime()), cap }
}

/** Everything that stands in the window, ascending. */
export function allBooked({ takenMs, plannedMs }: BookedPlaces): number[] {
  return [...takenMs, ...plannedMs].toSorted((a, b) => a - b)
}
