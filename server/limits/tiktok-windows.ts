const MINUTE_MS = 60 * 1000
const DAY_MS = 24 * 60 * MINUTE_MS

/** A window of TikTok's: at most `limit` in any `windowMs`. */
export type Window = { bucket: string; limit: number; windowMs: number }

/** Init calls of one account: 6 a minute per user token (content-posting-api-reference-direct-post). */
export function initWindow(openId: string): Window {
  return { bucket: `init:${openId}`, limit: 6, windowMs: MINUTE_MS }
}

/** Status calls of one account: 30 a minute per user token (content-posting-api-reference-get-video-status). */
export function statusWindow(openId: string): Window {
  return { bucket: `status:${openId}`, limit: 30, windowMs: MINUTE_MS }
}

/** Creator info calls of one account: 20 a minute per user token (content-posting-api-reference-query-creator-info). */
export function creatorInfoWindow(openId: string): Window {
  return { bucket: `creator-info:${openId}`, limit: 20, windowMs: MINUTE_MS }
}

/** User info calls: 600 a minute (tiktok-api-v2-rate-limit). For whom it does not say; per account is the narrowest reading. */
export function userInfoWindow(openId: string): Window {
  return { bucket: `user-info:${openId}`, limit: 600, windowMs: MINUTE_MS }
}

/** Calls for a list of videos: 600 a minute (tiktok-api-v2-rate-limit). */
export function videoListWindow(openId: string): Window {
  return { bucket: `video-list:${openId}`, limit: 600, windowMs: MINUTE_MS }
}

/**
 * Direct posts of one creator in any 24 h: "typically around 15" (content-sharing-guidelines). The limit is
 * TIKTOK_DAILY_POSTS, or what was learned of this creator (`dailyCap`).
 */
export function dailyPostsWindow(openId: string, limit: number): Window {
  return { bucket: `posts:${openId}`, limit, windowMs: DAY_MS }
}

/** Drafts of one creator: 5 pending shares in any 24 h (content-posting-api-reference-upload-video). */
export function pendingDraftsWindow(openId: string): Window {
  return { bucket: `drafts:${openId}`, limit: 5, windowMs: DAY_MS }
}

/** Accounts that an unaudited app may post to: 5 in any 24 h (content-sharing-guidelines). */
export const postingAccountsWindow: Window = { bucket: 'posting-accounts', limit: 5, windowMs: DAY_MS }
