import { adviceForCode, adviceForFailReason } from '#tiktok/remedies.ts'
import type { Context } from '../context.ts'
import type { Tx } from '../db/db.ts'
import type { PublicationRow } from '../db/tables.ts'
import { AppError, notFound } from '../errors.ts'
import { recordEvent } from '../events/record-event.ts'
import { findPublication, listHeldForReconnect, movePublication } from './publications-store.ts'
import { addStep } from './work.ts'

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

/** The account is connected again: what waited for it goes on. Returns how many. */
export async function releaseHeld(ctx: Context, accountId: string): Promise<number> {
  return ctx.db.transaction().execute(async (tx) => {
    const held = (await listHeldForReconnect(tx, accountId)).filter(waitsForReconnect)
    for (const publication of held) await startAgain(ctx, tx, publication, 'The account is connected again.')
    return held.length
  })
}

/** Our own words for what a reconnected account mends. TikTok's words for it have the remedy "reconnect". */
const RECONNECT_CODES = ['account_revoked', 'account_expired', 'account_error', 'scope_missing', 'vault_key_missing']

function waitsForReconnect({ failure }: PublicationRow): boolean {
  if (failure === null) return false
  const remedies = [adviceForCode(failure.code, 400).remedy, adviceForFailReason(failure.code).remedy]
  return RECONNECT_CODES.includes(failure.code) || remedies.includes('reconnect')
}

async function startAgain(ctx: Context, tx: Tx, publication: PublicationRow, message: string): Promise<boolean> {
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
  await addStep(ctx, tx, 'publish-post', { publicationId: id, runAt })
  return true
}
