import type { ColumnType, Generated, GeneratedAlways, JSONColumnType, Selectable } from 'kysely'
import type { AccountStatus } from '#shared/api/accounts.ts'
import type { BreakerScope } from '#shared/api/breakers.ts'
import type { MadeFrom, MediaCheck, MediaKind, MediaStatus } from '#shared/api/media.ts'
import type { Failure, PostType, PublishMode } from '#shared/api/posts.ts'
import type { PublicationStatus } from '#shared/publication-status.ts'
import type { KeptProblem } from '../errors.ts'

/** A column that `insert` may leave out. */
type Defaulted<T> = ColumnType<T, T | undefined, T>
type Json<T> = JSONColumnType<T & object>
type NullableJson<T> = ColumnType<T | null, string | null | undefined, string | null>

export type AccountError = { code: string; detail: string; remedy: string; at: string }

export type AccountsTable = {
  id: Generated<string>
  workspaceId: string
  openId: string
  unionId: string | null
  username: string | null
  displayName: string
  avatarUrl: string | null
  status: AccountStatus
  scopes: string[]
  sealedAccessToken: string | null
  sealedRefreshToken: string | null
  tokenLifetimeS: number | null
  tokenExpiresAt: Date | null
  refreshExpiresAt: Date | null
  lastRefreshedAt: Date | null
  refreshAt: Date | null
  refreshFailures: Defaulted<number>
  refreshLeaseId: string | null
  refreshLeaseUntil: Date | null
  refreshSentAt: Date | null
  lastError: NullableJson<AccountError>
  connectedAt: Date
  followerCount: Defaulted<number | null>
  followingCount: Defaulted<number | null>
  likesCount: Defaulted<number | null>
  videoCount: Defaulted<number | null>
  avatarSha256: Defaulted<string | null>
  avatarType: Defaulted<string | null>
  lastSyncedAt: Defaulted<Date | null>
  lastSyncError: NullableJson<AccountError>
  nextSyncAt: Defaulted<Date | null>
  videoCursor: Defaulted<string | null>
  videosCompleteAt: Defaulted<Date | null>
  learnedPosts: Defaulted<number | null>
  learnedPostsSince: Defaulted<Date | null>
  learnedPostsUntil: Defaulted<Date | null>
  /** What TikTok's creator info said last, and when. */
  maxVideoDurationS: Defaulted<number | null>
  maxVideoDurationAt: Defaulted<Date | null>
}

export type AccountVideosTable = {
  accountId: string
  videoId: string
  createdAt: Date
  title: string | null
  description: string | null
  shareUrl: string | null
  durationS: number | null
  width: number | null
  height: number | null
  viewCount: number | null
  likeCount: number | null
  commentCount: number | null
  shareCount: number | null
  syncedAt: Date
}

export type OauthStatesTable = {
  stateHash: string
  sessionId: string
  workspaceId: string
  sealedCodeVerifier: string | null
  returnTo: string
  expiresAt: Date
  accountId: string | null
  usedAt: Date | null
}

export type ConnectLinksTable = {
  id: Generated<string>
  workspaceId: string
  tokenHash: string
  label: string | null
  createdByName: string
  createdAt: Date
  expiresAt: Date
  usedAt: Date | null
  usedByAccountId: string | null
  revokedAt: Date | null
}

export type MediaTable = {
  id: Generated<string>
  workspaceId: string
  kind: MediaKind
  status: MediaStatus
  fileName: string
  sizeBytes: number
  /** Empty while it is being rendered. */
  sha256: string
  /** Shared by all media items of the workspace with this content. */
  storageKey: string
  mimeType: string
  width: number | null
  height: number | null
  durationMs: number | null
  codec: string | null
  frameRate: number | null
  checks: Json<MediaCheck[]>
  hasThumbnail: boolean | null
  /** Whether there is an animated strip beside its file; null until somebody asks for it. */
  hasStrip: Defaulted<boolean | null>
  madeFrom: NullableJson<MadeFrom>
  /** From 0 to 1 while it is being rendered. */
  progress: Defaulted<number | null>
  failure: NullableJson<Failure>
  renderAttempts: Defaulted<number>
  renderSeenAt: Defaulted<Date | null>
  /** What TikTok pulls in place of an image. */
  photo: NullableJson<Photo>
  createdAt: Date
}

/** A JPEG beside an image, upright, in sRGB, without metadata and within TikTok's limits. */
export type Photo = { sizeBytes: number; width: number; height: number }

export type UploadsTable = {
  id: string
  workspaceId: string
  /** The user or API key that began it. */
  owner: string
  way: 'tus' | 'form'
  fileName: string
  /** As its client sent it. */
  metadata: Json<Record<string, string | null>>
  lengthBytes: number
  createdAt: Date
  seenAt: Date
  writerId: Defaulted<string | null>
  writerUntil: Defaulted<Date | null>
  isWanted: Defaulted<boolean>
  endedAt: Defaulted<Date | null>
  /** Why no media item came of it. */
  problem: NullableJson<KeptProblem>
}

/** Who agreed to what, and when: kept with the post. */
export type StoredConsent = { musicUsage: boolean; text: string; by: string; at: string }

export type PostsTable = {
  id: Generated<string>
  workspaceId: string
  type: PostType
  caption: string | null
  title: string | null
  description: string | null
  coverTimestampMs: number | null
  photoCoverIndex: number | null
  publishAt: Date | null
  consent: NullableJson<StoredConsent>
  createdBy: string
  /** Of the request that made it. */
  idempotencyKey: Defaulted<string | null>
  requestHash: Defaulted<string | null>
  createdAt: Date
  updatedAt: Date
}

export type PostMediaTable = { postId: string; position: number; mediaId: string }

export type PublicationsTable = {
  id: Generated<string>
  workspaceId: string
  postId: string
  /** Of the post; the database sets it. */
  postCreatedAt: GeneratedAlways<Date>
  position: number
  accountId: string
  mode: PublishMode
  status: PublicationStatus
  privacyLevel: string | null
  allowComment: boolean
  allowDuet: boolean
  allowStitch: boolean
  brandOrganic: boolean
  brandContent: boolean
  aiGenerated: boolean
  autoAddMusic: boolean
  caption: string | null
  title: string | null
  description: string | null
  publishAt: Date | null
  ownPublishAt: Date | null
  nextStepAt: Date | null
  leaseId: string | null
  leaseUntil: Date | null
  attempts: Defaulted<number>
  stepFailures: Defaulted<number>
  statusPolls: Defaulted<number>
  processingSince: Date | null
  postIds: Defaulted<string[]>
  url: string | null
  failure: NullableJson<Failure>
  startedAt: Date | null
  finishedAt: Date | null
  updatedAt: Date
}

export type TransfersTable = {
  id: Generated<string>
  publicationId: string
  source: 'file' | 'url'
  state: 'intended' | 'open' | 'sent' | 'abandoned'
  intendedAt: Date
  publishId: string | null
  sealedUploadUrl: string | null
  uploadExpiresAt: Date | null
  totalBytes: number
  chunkBytes: number
  chunkCount: number
  sentBytes: Defaulted<number>
  lastChunkAt: Date | null
  resolvedBy: Defaulted<string | null>
}

export type RoomReservationsTable = { id: Generated<number>; bucket: string; member: string | null; reservedAt: Date }

export type CircuitBreakersTable = {
  key: string
  scope: BreakerScope
  host: string | null
  accountId: string | null
  failures: Defaulted<number>
  failedAccounts: Defaulted<string[]>
  lastFailureAt: Defaulted<Date | null>
  lastErrorCode: Defaulted<string | null>
  openings: Defaulted<number>
  openedAt: Defaulted<Date | null>
  openUntil: Defaulted<Date | null>
  probeId: Defaulted<string | null>
  probeUntil: Defaulted<Date | null>
}

export type PublicationEventsTable = {
  id: Generated<number>
  workspaceId: string
  publicationId: string
  postId: string
  accountId: string
  at: Date
  kind: string
  status: PublicationStatus
  message: string
  code: string | null
  logId: string | null
}

export type IdempotencyKeysTable = {
  workspaceId: string
  key: string
  requestHash: string
  status: number | null
  sealedBody: string | null
  createdAt: Date
}

export type WebhookDeliveriesTable = { bodyHash: string; body: Json<unknown>; receivedAt: Date }

/** What we read of better-auth's tables; it alone writes users and sessions. */
export type UsersTable = { id: string; name: string; email: string; createdAt: Date }
export type SessionsTable = { id: string; userId: string; activeOrganizationId: string | null; createdAt: Date }
export type WorkspacesTable = {
  id: Generated<string>
  name: string
  slug: string
  createdAt: Date
  publishLateMaxMinutes: Defaulted<number>
}
export type WorkspaceMembersTable = {
  id: Generated<string>
  organizationId: string
  userId: string
  role: string
  createdAt: Date
}
export type WorkspaceInvitationsTable = {
  id: string
  organizationId: string
  email: string
  status: string
  expiresAt: Date
}
export type ApiKeysTable = {
  id: string
  name: string | null
  start: string | null
  /** Its hash. */
  key: string
  enabled: boolean | null
  expiresAt: Date | null
  referenceId: string
  lastRequest: Date | null
  createdAt: Date
}

export type Database = {
  users: UsersTable
  sessions: SessionsTable
  workspaces: WorkspacesTable
  workspaceMembers: WorkspaceMembersTable
  workspaceInvitations: WorkspaceInvitationsTable
  apiKeys: ApiKeysTable
  accounts: AccountsTable
  accountVideos: AccountVideosTable
  oauthStates: OauthStatesTable
  connectLinks: ConnectLinksTable
  media: MediaTable
  uploads: UploadsTable
  posts: PostsTable
  postMedia: PostMediaTable
  publications: PublicationsTable
  transfers: TransfersTable
  roomReservations: RoomReservationsTable
  circuitBreakers: CircuitBreakersTable
  publicationEvents: PublicationEventsTable
  idempotencyKeys: IdempotencyKeysTable
  webhookDeliveries: WebhookDeliveriesTable
}

export type AccountRow = Selectable<AccountsTable>
export type AccountVideoRow = Selectable<AccountVideosTable>
export type ConnectLinkRow = Selectable<ConnectLinksTable>
export type MediaRow = Selectable<MediaTable>
export type UploadRow = Selectable<UploadsTable>
export type PostRow = Selectable<PostsTable>
export type PublicationRow = Selectable<PublicationsTable>
export type TransferRow = Selectable<TransfersTable>
export type CircuitBreakerRow = Selectable<CircuitBreakersTable>
export type PublicationEventRow = Selectable<PublicationEventsTable>
