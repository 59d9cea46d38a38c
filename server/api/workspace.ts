import { UpdateWorkspace, Workspace } from '#shared/api/workspace.ts'
import { changeWorkspace } from '../auth/change-workspace.ts'
import { getWorkspace } from '../auth/workspaces-store.ts'
import { readUsage } from '../media/quota.ts'
import type { ApiParts, App } from './api-parts.ts'
import { callerOf } from './request.ts'

export function workspaceRoutes(app: App, { ctx }: ApiParts): void {
  app.get('/workspace', { schema: { response: { 200: Workspace } } }, async (request) =>
    read(callerOf(request).workspaceId),
  )

  app.patch('/workspace', { schema: { body: UpdateWorkspace, response: { 200: Workspace } } }, async (request) => {
    const caller = callerOf(request)
    await changeWorkspace(ctx.db, caller, request.body)
    return read(caller.workspaceId)
  })

  async function read(workspaceId: string): Promise<Workspace> {
    const { id, name, publishLateMaxMinutes } = await getWorkspace(ctx.db, workspaceId)
    return { id, name, publishLateMaxMinutes, media: await readUsage(ctx, workspaceId) }
  }
}
