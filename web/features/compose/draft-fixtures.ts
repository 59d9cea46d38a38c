import type { Account, CreatorInfo } from '#shared/api/accounts.ts'
import type { Media } from '#shared/api/media.ts'
import { newSlideshow, type PhotoContent } from './content/content.ts'
import type { Piece, PieceFile } from './content/piece.ts'
import { type Draft, emptyDraft, type TargetDraft } from './draft.ts'
import { newTarget } from './target-rules.ts'

export const media: Media = {
  id: '7d4f5f5e-1f0a-4b6c-9f57-1a52c1d3e001',
  kind: 'video',
  status: 'ready',
  fileName: 'drop.mp4',
  sizeBytes: 2_000_000,
  sha256: 'a'.repeat(64),
  mimeType: 'video/mp4',
  width: 1080,
  height: 1920,
  durationMs: 42_000,
  codec: 'h264',
  frameRate: 30,
  checks: [],
  hasThumbnail: true,
  photo: null,
  madeFrom: null,
  progress: null,
  failure: null,
  createdAt: '2026-11-20T12:00:00Z',
}

export const creator: CreatorInfo = {
  nickname: 'Acme',
  username: 'acme',
  avatarUrl: 'https://example.com/acme.jpg',
  privacyLevelOptions: ['PUBLIC_TO_EVERYONE', 'MUTUAL_FOLLOW_FRIENDS', 'SELF_ONLY'],
  commentDisabled: false,
  duetDisabled: false,
  stitchDisabled: false,
  maxVideoPostDurationSec: 600,
  canPost: true,
  reason: null,
}

export function target(accountId: string, choices: Partial<TargetDraft> = {}): TargetDraft {
  return { ...newTarget(account(accountId)), ...choices }
}

export function account(id: string, capabilities: Partial<Account['capabilities']> = {}): Account {
  return {
    id,
    openId: id,
    username: id,
    displayName: id,
    avatarUrl: null,
    status: 'active',
    scopes: [],
    capabilities: { directPost: true, draft: true, listVideos: false, stats: false, ...capabilities },
    tokenExpiresAt: null,
    refreshExpiresAt: null,
    lastRefreshedAt: null,
    lastError: null,
    connectedAt: '2026-11-20T12:00:00Z',
    stats: null,
    lastSyncedAt: null,
    postsToday: { used: 0, cap: 15, learned: null },
    lastPublishedAt: null,
  }
}

/** A file of 2 MB that nothing has become of yet. */
export function file(key: string): PieceFile {
  return { key, fileName: `${key}.jpg`, sizeBytes: 2_000_000, previewUrl: `blob:${key}`, durationMs: null }
}

export function waiting(key: string): Piece {
  return { ...file(key), step: 'waiting' }
}

/** A photo in the library, named by its key. */
export function photo(key: string, facts: Partial<Media> = {}): Extract<Piece, { step: 'ready' }> {
  const image: Media = {
    ...media,
    id: `media-${key}`,
    kind: 'image',
    fileName: `${key}.jpg`,
    durationMs: null,
    ...facts,
  }
  return { ...file(key), step: 'ready', media: image, failure: null }
}

export function photos(...pieces: Piece[]): PhotoContent {
  return { kind: 'photos', photos: pieces, slideshow: newSlideshow }
}

export function draftOf(content: Draft['content'], choices: Partial<Draft['choices']> = {}): Draft {
  return { ...emptyDraft, content, choices: { ...emptyDraft.choices, ...choices } }
}

/** A draft with its video uploaded, for the given targets. */
export function readyDraft(targets: TargetDraft[], facts: Partial<Media> = {}): Draft {
  const video: Piece = { ...file('video'), step: 'ready', media: { ...media, ...facts }, failure: null }
  return draftOf({ kind: 'video', video, madeOf: null }, { targets })
}
