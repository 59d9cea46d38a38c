import { randomUUID } from 'node:crypto'
import { after } from '../clock.ts'
import type { Context } from '../context.ts'
import type { DbOrTx } from '../db/db.ts'
import type { PublicationRow } from '../db/tables.ts'
import { getPublication, releaseLease, renewLease, takeLease } from './publications-store.ts'
import { addStep, earlyStepAt } from './work.ts'

/** A dead worker's publication is free again after this long. */
const LEASE_MS = 15_000
/** So often that a worker which cannot renew its lease lets go before anybody else can have it. */
const HEARTBEAT_MS = 4000

/** Somebody else works on the publication now: whatever this worker still wanted to write is void. */
export class LeaseLostError extends Error {
  override name = 'LeaseLostError'
}

export type Lease = {
  publication: PublicationRow
  /** Aborts when the lease is lost, or about to run out because it cannot be renewed: nothing may be sent any more. */
  signal: AbortSignal
  /** Throws LeaseLostError unless the lease is still ours; call it in the transaction of every write. */
  hold(tx: DbOrTx): Promise<void>
}

/** Runs `use` as the only worker on a due publication; does nothing when it is not due, over, or in other hands. */
export async function withLease(
  ctx: Context,
  publicationId: string,
  use: (lease: Lease) => Promise<void>,
): Promise<void> {
  const leaseId = randomUUID()
  let until = after(ctx.clock.now(), LEASE_MS)
  const publication = await takeLease(ctx.db, { id: publicationId, leaseId, now: ctx.clock.now(), until })
  if (!publication) return comeBack(ctx, publicationId)

  const lost = new AbortController()
  const letGo = () => {
    const error = new LeaseLostError(`Publication ${publicationId} is in other hands.`)
    lost.abort(error)
    return error
  }
  const hold = async (tx: DbOrTx) => {
    const renewedUntil = after(ctx.clock.now(), LEASE_MS)
    if (!(await renewLease(tx, { id: publicationId, leaseId, until: renewedUntil }))) throw letGo()
    until = renewedUntil
  }
  const heartbeat = setInterval(() => {
    if (after(ctx.clock.now(), HEARTBEAT_MS) > until) letGo()
    hold(ctx.db).catch((err: unknown) => ctx.log.warn({ err, publicationId }, 'A lease could not be renewed'))
  }, HEARTBEAT_MS)
  try {
    await use({ publication, signal: lost.signal, hold })
  } catch (error) {
    if (!(error instanceof LeaseLostError)) throw error
    ctx.log.warn({ publicationId }, 'Another worker took over; this one lets go')
  } finally {
    clearInterval(heartbeat)
    await releaseLease(ctx.db, { id: publicationId, leaseId })
  }
}

/**
 * A job that finds nothing to do now must not be the last one: another worker that holds the lease may die, and a
 * database whose clock is ahead of ours hands out jobs a little early.
 */
async function comeBack(ctx: Context, publicationId: string): Promise<void> {
  const publication = await getPublication(ctx.db, publicationId)
  if (publication?.status !== 'scheduled' && publication?.status !== 'publishing') return
  const { leaseUntil, nextStepAt } = publication
  const now = ctx.clock.now()
  const runAt = leaseUntil && leaseUntil > now ? leaseUntil : earlyStepAt(nextStepAt, now)
  if (runAt) await addStep(ctx, ctx.db, 'publish-post', { publicationId, runAt })
}
