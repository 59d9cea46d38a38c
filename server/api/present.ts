import type { Account } from '#shared/api/accounts.ts'
import type { PublicationEvent } from '#shared/api/events.ts'
import type { Media } from '#shared/api/media.ts'
import type { Post, Publication } from '#shared/api/posts.ts'
import { postStatus } from '#shared/post-status.ts'
import { capabilitiesOf } from '../accounts/capabilities.ts'
import type { AccountRow, MediaRow, PostRow, PublicationEventRow, PublicationRow, TransferRow } from '../db/tables.ts'

const iso = (date: Date | null) => date?.toISOString() ?? null

export function presentAccount(row: AccountRow): Account {
  return {
    id: row.id,
    openId: row.openId,
    username: row.username,
    displayName: row.displayName,
    avatarUrl: row.avatarUrl,
    status: row.status,
    scopes: row.scopes,
    capabilities: capabilitiesOf(row.scopes),
    tokenExpiresAt: iso(row.tokenExpiresAt),
    refreshExpiresAt: iso(row.refreshExpiresAt),
    lastRefreshedAt: iso(row.lastRefreshedAt),
    lastError: row.lastError,
    connectedAt: row.connectedAt.toISOString(),
  }
}

export function presentMedia(row: MediaRow): Media {
  return {
    id: row.id,
    kind: row.kind,
    status: row.status,
    fileName: row.fileName,
    sizeBytes: row.sizeBytes,
    sha256: row.sha256,
    mimeType: row.mimeType,
    width: row.width,
    height: row.height,
    durationMs: row.durationMs,
    codec: row.codec,
    frameRate: row.frameRate,
    checks: row.checks,
    hasThumbnail: row.hasThumbnail === true,
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
    account: { displayName: account.displayName, username: account.username, avatarUrl: account.avatarUrl },
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
