import type { Tx } from '../db/db.ts'
import type { MediaRow } from '../db/tables.ts'
import { notifyWorkspace } from '../events/notify-workspace.ts'
import type { Content } from './keep-content.ts'
import { insertMedia } from './media-store.ts'

type Upload = Pick<MediaRow, 'id' | 'workspaceId' | 'createdAt'> & { name: string }

/** A ready item of the library, made of an uploaded file. */
export async function addMedia(
  tx: Tx,
  { id, workspaceId, name, createdAt }: Upload,
  content: Content,
): Promise<MediaRow> {
  const media = await insertMedia(tx, { ...content, id, workspaceId, status: 'ready', fileName: name, createdAt })
  await notifyWorkspace(tx, workspaceId, { type: 'media', mediaId: id })
  return media
}
