import type { Account, AccountVideo } from '#shared/api/accounts.ts'
import type { AccountCapacity } from '#shared/api/capacity.ts'
import type { PublicationEvent } from '#shared/api/events.ts'
import type { Media } from '#shared/api/media.ts'
import type { Post, Publication } from '#shared/api/posts.ts'
import { postStatus } from '#shared/post-status.ts'
import { avatarPath } from '../accounts/avatar.ts'
import { capabilitiesOf } from '../accounts/capabilities.ts'
import type { AccountView } from '../accounts/read-accounts.ts'
import type {
  AccountRow,
  AccountVideoRow,
  MediaRow,
  PostRow,
  PublicationEventRow,
  PublicationRow,
  TransferRow,
} from '../db/tables.ts'
import type { DailyCap } from '../limits/daily-cap.ts'
import type { AccountCapacityView, ModeCapacity } from '../posts/read-capacity.ts'

const iso = (date: Date | null) => date?.toISOString() ?? null

export function presentAccount({ account: row, postsToday, lastPublishedAt }: AccountView): Account {
  return {
    id: row.id,
    openId: row.openId,
    username: row.username,
    displayName: row.displayName,
    avatarUrl: avatarPath(row),
    status: row.status,
    scopes: row.scopes,
    capabilities: capabilitiesOf(row.scopes),
    tokenExpiresAt: iso(row.tokenExpiresAt),
    refreshExpiresAt: iso(row.refreshExpiresAt),
    lastRefreshedAt: iso(row.lastRefreshedAt),
    // Once the account cannot be used, its last sync no longer matters.
    lastError: row.lastError ?? (row.status === 'active' ? row.lastSyncError : null),
    connectedAt: row.connectedAt.toISOString(),
    stats: statsOf(row),
    lastSyncedAt: iso(row.lastSyncedAt),
    postsToday: { used: postsToday.used, cap: postsToday.cap.limit, learned: presentLearned(postsToday.cap) },
    lastPublishedAt: iso(lastPublishedAt),
  }
}

function presentLearned({ learned }: DailyCap): Account['postsToday']['learned'] {
  return learned && { since: learned.since.toISOString(), until: learned.until.toISOString() }
}

function statsOf(row: AccountRow): Account['stats'] {
  const { followerCount: followers, followingCount: following, likesCount: likes, videoCount: videos } = row
  const stats = { followers, following, likes, videos }
  const isUnknown = Object.values(stats).every((count) => count === null)
  return isUnknown || !capabilitiesOf(row.scopes).stats ? null : stats
}

export function presentAccountVideo(row: AccountVideoRow): AccountVideo {
  return {
    id: row.videoId,
    accountId: row.accountId,
    createdAt: row.createdAt.toISOString(),
    title: row.title,
    description: row.description,
    shareUrl: row.shareUrl,
    durationSec: row.durationS,
    width: row.width,
    height: row.height,
    views: row.viewCount,
    likes: row.likeCount,
    comments: row.commentCount,
    shares: row.shareCount,
    syncedAt: row.syncedAt.toISOString(),
  }
}

export function presentMedia(row: MediaRow): Media {
  return {
    id: row.id,
    kind: row.kind,
    status: row.status,
    fileName: row.fileName,
    sizeBytes: row.sizeBytes,
    sha256: row.sha256 || null,
    mimeType: row.mimeType,
    width: row.width,
    height: row.height,
    durationMs: row.durationMs,
    codec: row.codec,
    frameRate: row.frameRate,
    checks: row.checks,
    hasThumbnail: row.hasThumbnail === true,
    photo: row.photo,
    madeFrom: row.madeFrom,
    progress: row.progress,
    failure: row.failure,
    createdAt: row.createdAt.toISOString(),
  }
}

export type PublicationParts = {
  publication: PublicationRow
  account: AccountRow
  transfer: TransferRow | null
  totalBytes: number
}

export function presentPublication({ publication: row, account, transfer, totalBytes }: PublicationParts): Publication {
  return {
    id: row.id,
    postId: row.postId,
    accountId: row.accountId,
    account: { displayName: account.displayName, username: account.username, avatarUrl: avatarPath(account) },
    mode: row.mode,
    status: row.status,
    privacyLevel: row.privacyLevel,
    allowComment: row.allowComment,
    allowDuet: row.allowDuet,
    allowStitch: row.allowStitch,
    brandOrganic: row.brandOrganic,
    brandContent: row.brandContent,
    aiGenerated: row.aiGenerated,
    autoAddMusic: row.autoAddMusic,
    caption: row.caption,
    title: row.title,
    description: row.description,
    publishAt: iso(row.publishAt),
    nextStepAt: iso(row.nextStepAt),
    publishId: transfer?.publishId ?? null,
    source: transfer?.source ?? null,
    postIds: row.postIds,
    url: row.url,
    progress: { sentBytes: transfer?.sentBytes ?? 0, totalBytes: transfer?.totalBytes ?? totalBytes },
    attempts: row.attempts,
    failure: row.failure,
    startedAt: iso(row.startedAt),
    finishedAt: iso(row.finishedAt),
  }
}

export function presentPost(row: PostRow, mediaIds: string[], publications: Publication[]): Post {
  return {
    id: row.id,
    type: row.type,
    status: postStatus(publications.map(({ status }) => status)),
    mediaIds,
    caption: row.caption,
    title: row.title,
    description: row.description,
    coverTimestampMs: row.coverTimestampMs,
    photoCoverIndex: row.photoCoverIndex,
    publishAt: iso(row.publishAt),
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
    publications,
  }
}

export function presentAccountCapacity({ account, daily, direct, drafts }: AccountCapacityView): AccountCapacity {
  return {
    accountId: account.id,
    displayName: account.displayName,
    username: account.username,
    ...presentRoom(direct),
    configuredCap: daily.configured,
    learned: presentLearned(daily),
    drafts: presentRoom(drafts),
  }
}

function presentRoom({ firstFreeAt, ...numbers }: ModeCapacity): AccountCapacity['drafts'] {
  return { ...numbers, firstFreeAt: firstFreeAt.toISOString() }
}

export function presentEvent(row: PublicationEventRow): PublicationEvent {
  return {
    id: String(row.id),
    publicationId: row.publicationId,
    postId: row.postId,
    accountId: row.accountId,
    at: row.at.toISOString(),
    kind: row.kind,
    status: row.status,
    message: row.message,
    code: row.code,
    logId: row.logId,
  }
}
