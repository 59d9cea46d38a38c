import type { PublicationStatus } from '#shared/publication-status.ts'
import type { DbOrTx } from '../db/db.ts'
import { insertEvent } from './events-store.ts'
import { notifyWorkspace } from './notify-workspace.ts'

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

/** Adds a step to the publication's timeline and tells everyone who watches, on the transaction of the step. */
export async function recordEvent(tx: DbOrTx, happening: Happening): Promise<void> {
  const { publication, at, kind, status, message, code, logId } = happening
  await insertEvent(tx, {
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
  })
  await notifyProgress(tx, happening)
}

/** Tells everyone who watches where the publication stands, without a line in the timeline. */
export async function notifyProgress(
  tx: DbOrTx,
  { publication, status, progress }: Pick<Happening, 'publication' | 'status' | 'progress'>,
): Promise<void> {
  await notifyWorkspace(tx, publication.workspaceId, {
    type: 'publication',
    postId: publication.postId,
    publicationId: publication.id,
    status,
    ...(progress ?? { sentBytes: 0, totalBytes: 0 }),
  })
}
