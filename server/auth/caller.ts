import type { IncomingHttpHeaders } from 'node:http'
import { defaultKeyHasher } from '@better-auth/api-key'
import { fromNodeHeaders } from 'better-auth/node'
import type { Db } from '../db/db.ts'
import type { Auth } from './auth.ts'
import { createWorkspace } from './sign-up.ts'

/** Who asks, and for which workspace. `sessionId` binds a connect to whoever began it. */
export type Caller = {
  workspaceId: string
  workspaceName: string
  role: string
  sessionId: string
  /** Null for an API key. */
  user: { id: string; name: string; email: string } | null
  /** For the record: the user's name, or the key's. */
  name: string
}

/** The caller behind a request's cookie or API key; null when there is none. */
export async function identifyCaller(auth: Auth, db: Db, headers: IncomingHttpHeaders): Promise<Caller | null> {
  const bearer = /^Bearer (.+)$/i.exec(headers.authorization ?? '')?.[1]
  return bearer ? byApiKey(auth, db, bearer) : bySession(auth, db, headers)
}

async function byApiKey(auth: Auth, db: Db, key: string): Promise<Caller | null> {
  const { valid, key: found } = await auth.api.verifyApiKey({ body: { key } })
  if (!valid || !found) return mustBeRefused(db, key)
  const workspace = await db.selectFrom('workspaces').selectAll().where('id', '=', found.referenceId).executeTakeFirst()
  if (!workspace) return null
  return {
    workspaceId: workspace.id,
    workspaceName: workspace.name,
    role: 'api-key',
    sessionId: `key:${found.id}`,
    user: null,
    name: `API key ${found.name ?? found.id}`,
  }
}

/** better-auth calls a key invalid, too, when the database did not answer. Throws then: nothing was found out. */
async function mustBeRefused(db: Db, key: string): Promise<null> {
  const known = await db
    .selectFrom('apiKeys')
    .select('id')
    .where('key', '=', await defaultKeyHasher(key))
    .where('enabled', 'is not', false)
    .where((on) => on.or([on('expiresAt', 'is', null), on('expiresAt', '>', new Date())]))
    .executeTakeFirst()
  if (known) throw new Error(`API key ${known.id} could not be checked.`)
  return null
}

async function bySession(auth: Auth, db: Db, headers: IncomingHttpHeaders): Promise<Caller | null> {
  if (!headers.cookie) return null
  const found = await auth.api.getSession({ headers: fromNodeHeaders(headers) })
  if (!found) return null
  const { user, session } = found
  const membership = (await membershipOf(db, user.id)) ?? (await firstWorkspace(db, user))
  return {
    workspaceId: membership.id,
    workspaceName: membership.name,
    role: membership.role,
    sessionId: session.id,
    user: { id: user.id, name: user.name, email: user.email },
    name: user.name,
  }
}

async function membershipOf(db: Db, userId: string) {
  return db
    .selectFrom('workspaceMembers')
    .innerJoin('workspaces', 'workspaces.id', 'workspaceMembers.organizationId')
    .select(['workspaces.id', 'workspaces.name', 'workspaceMembers.role'])
    .where('workspaceMembers.userId', '=', userId)
    .orderBy('workspaceMembers.createdAt')
    .executeTakeFirst()
}

/** The process may have died between the user and the workspace. */
async function firstWorkspace(db: Db, user: { id: string; name: string }) {
  await createWorkspace(db, new Date(), user)
  const membership = await membershipOf(db, user.id)
  if (!membership) throw new Error(`User ${user.id} has no workspace.`)
  return membership
}
