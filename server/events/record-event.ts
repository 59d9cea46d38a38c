import type { WorkspaceEvent } from '#shared/api/events.ts'
import type { PublicationStatus } from '#shared/publication-status.ts'
import type { DbOrTx } from '../db/db.ts'
import { insertEvents } from './events-store.ts'
import { CHANNEL, noticeOf, notifyWorkspace } from './notify-workspace.ts'

export type Happening = {
  publication: { id: string; workspaceId: string; postId: string; accountId: string }
  at: Date
  /** A word for the step, such as `scheduled` or `chunk-failed`. */
  kind: string
  /** The state after the step. */
  status: PublicationStatus
  message: string
  code?: string | null
  logId?: string | null
  progress?: { sentBytes: number; totalBytes: number }
}

type Standing = Pick<Happening, 'publication' | 'status' | 'progress'>

/** Adds a step to the publication's timeline and tells everyone who watches, on the transaction of the step. */
export async function recordEvent(tx: DbOrTx, happening: Happening): Promise<void> {
  await recordEvents(tx, [happening])
}

/** The same for many publications at once. */
export async function recordEvents(tx: DbOrTx, happenings: Happening[]): Promise<void> {
  if (happenings.length === 0) return
  const notices = happenings.map((happening) => noticeOf(happening.publication.workspaceId, progressOf(happening)))
  await insertEvents(tx, happenings.map(eventOf), { channel: CHANNEL, notices })
}

/** Tells everyone who watches where the publication stands, without a line in the timeline. */
export async function notifyProgress(tx: DbOrTx, standing: Standing): Promise<void> {
  await notifyWorkspace(tx, standing.publication.workspaceId, progressOf(standing))
}

function eventOf({ publication, at, kind, status, message, code, logId }: Happening) {
  return {
    workspaceId: publication.workspaceId,
    publicationId: publication.id,
    postId: publication.postId,
    accountId: publication.accountId,
    at,
    kind,
    status,
    message,
    code: code ?? null,
    logId: logId ?? null,
  }
}

function progressOf({ publication, status, progress }: Standing): WorkspaceEvent {
  return {
    type: 'publication',
    postId: publication.postId,
    publicationId: publication.id,
    status,
    ...(progress ?? { sentBytes: 0, totalBytes: 0 }),
  }
}
