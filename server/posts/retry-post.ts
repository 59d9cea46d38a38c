import type { Context } from '../context.ts'
import type { Tx } from '../db/db.ts'
import type { PublicationRow } from '../db/tables.ts'
import { AppError, notFound } from '../errors.ts'
import { recordEvent } from '../events/record-event.ts'
import { isMendedByReconnect } from './mended-by-reconnect.ts'
import {
  askSooner,
  findPublication,
  listHeldForReconnect,
  listHeldThoughConnected,
  movePublication,
} from './publications-store.ts'

/** A person says that a failed or held publication may go on. It starts at once, or at its time if that is to come. */
export async function retryPublication(ctx: Context, workspaceId: string, id: string): Promise<void> {
  await ctx.db.transaction().execute(async (tx) => {
    const publication = await findPublication(tx, workspaceId, id)
    if (!publication) throw notFound('publication')
    if (!(await startAgain(ctx, tx, publication, 'Retried by hand.')))
      throw new AppError('conflict', `A publication that is ${publication.status} cannot be retried.`, {
        remedy: 'Only what failed or is held can go on. Nothing is sent twice.',
      })
  })
}

/** The account is connected again: what waited for it goes on, and what nobody could ask about is asked. */
export async function releaseHeld(ctx: Context, accountId: string): Promise<void> {
  await ctx.db.transaction().execute(async (tx) => {
    await release(ctx, tx, await listHeldForReconnect(tx, accountId))
    await askSooner(tx, { accountId, at: ctx.clock.now() })
  })
}

/** What still waits for an account that is connected again long since: the process that was to release it died. */
export async function releaseForgotten(ctx: Context): Promise<void> {
  await ctx.db.transaction().execute(async (tx) => release(ctx, tx, await listHeldThoughConnected(tx)))
}

async function release(ctx: Context, tx: Tx, held: PublicationRow[]): Promise<void> {
  for (const publication of held)
    if (publication.failure && isMendedByReconnect(publication.failure.code))
      await startAgain(ctx, tx, publication, 'The account is connected again.')
}

/** Held or failed → scheduled, with its job. False when it is neither. */
export async function startAgain(ctx: Context, tx: Tx, publication: PublicationRow, message: string): Promise<boolean> {
  const { id, status, publishAt, attempts } = publication
  if (status !== 'failed' && status !== 'held') return false
  const now = ctx.clock.now()
  const runAt = publishAt && publishAt > now ? publishAt : now
  const moved = await movePublication(
    tx,
    { id, from: status, to: 'scheduled' },
    {
      publishAt: publishAt ?? now,
      nextStepAt: runAt,
      stepFailures: 0,
      attempts: attempts + 1,
      failure: null,
      finishedAt: null,
      updatedAt: now,
    },
  )
  if (!moved) return false
  await recordEvent(tx, { publication, at: now, kind: 'retried', status: 'scheduled', message })
  return true
}
