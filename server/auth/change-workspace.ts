import type { UpdateWorkspace } from '#shared/api/workspace.ts'
import type { Db } from '../db/db.ts'
import { AppError } from '../errors.ts'
import type { Caller } from './caller.ts'
import { updateWorkspace } from './workspaces-store.ts'

/** Changes the settings of the caller's workspace. Throws `forbidden` unless they own it. */
export async function changeWorkspace(
  db: Db,
  { workspaceId, role }: Caller,
  { publishLateMaxMinutes }: UpdateWorkspace,
): Promise<void> {
  if (role !== 'owner')
    throw new AppError('forbidden', 'Only the owner of the workspace can change its settings.', {
      remedy: 'Sign in as the owner; an API key cannot do it.',
    })
  if (publishLateMaxMinutes !== undefined) await updateWorkspace(db, workspaceId, { publishLateMaxMinutes })
}
