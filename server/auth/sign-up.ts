import { randomUUID } from 'node:crypto'
import { APIError } from 'better-auth/api'
import type { Db } from '../db/db.ts'

/** Refuses a sign-up that nobody invited, unless sign-ups are open or this is the very first user. */
export async function checkSignUp(
  db: Db,
  { email, signups, now }: { email: string; signups: 'invite' | 'open'; now: Date },
): Promise<void> {
  if (signups === 'open' || (await isFirstRun(db))) return
  const invitation = await db
    .selectFrom('workspaceInvitations')
    .select('id')
    .where('email', '=', email.toLowerCase())
    .where('status', '=', 'pending')
    .where('expiresAt', '>', now)
    .executeTakeFirst()
  if (!invitation)
    throw new APIError('FORBIDDEN', { code: 'SIGNUPS_CLOSED', message: 'Sign-up here is by invitation.' })
}

/** Gives a new user a workspace of their own, which they own. */
export async function createWorkspace(db: Db, now: Date, user: { id: string; name: string }): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const { id } = await tx
      .insertInto('workspaces')
      .values({ name: `${user.name}'s workspace`, slug: randomUUID(), createdAt: now })
      .returning('id')
      .executeTakeFirstOrThrow()
    await tx
      .insertInto('workspaceMembers')
      .values({ organizationId: id, userId: user.id, role: 'owner', createdAt: now })
      .execute()
  })
}

/** True while nobody has signed up. */
export async function isFirstRun(db: Db): Promise<boolean> {
  return (await db.selectFrom('users').select('id').limit(1).executeTakeFirst()) === undefined
}
