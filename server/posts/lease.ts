import { after } from '../clock.ts'
import type { Context } from '../context.ts'
import type { DbOrTx } from '../db/db.ts'
import type { PublicationRow } from '../db/tables.ts'
import { releaseLease, renewLease } from './publications-store.ts'

/** A dead worker's publication is free again after this long. */
export const LEASE_MS = 15_000
/** So often that a worker which cannot renew its lease lets go before anybody else can have it. */
const HEARTBEAT_MS = 4000

/** Written along with what ends a worker's part in a publication. */
export const NO_WORKER = { leaseId: null, leaseUntil: null }

/** Somebody else works on the publication now: whatever this worker still wanted to write is void. */
export class LeaseLostError extends Error {
  override name = 'LeaseLostError'
}

export type Lease = {
  /** Aborts when the lease is lost, or about to run out because it cannot be renewed: nothing may be sent any more. */
  signal: AbortSignal
  /** Throws LeaseLostError unless the lease is still ours; call it in the transaction of every write. */
  hold(tx: DbOrTx): Promise<void>
}

/**
 * Runs `use` as the only worker on a publication that was taken, and keeps its lease alive meanwhile. The last write of
 * `use` ends the lease (`NO_WORKER`). When `signal` stops it, the lease is given back; when it fails in a way that
 * nobody foresaw, the lease runs out, so that the next try comes a while later.
 */
export async function withLease(
  ctx: Context,
  { id: publicationId, leaseId, leaseUntil }: PublicationRow,
  signal: AbortSignal,
  use: (lease: Lease) => Promise<void>,
): Promise<void> {
  if (!leaseId || !leaseUntil) throw new Error(`Publication ${publicationId} was not taken.`)
  let until = leaseUntil
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
    await use({ signal: lost.signal, hold })
  } catch (error) {
    if (error instanceof LeaseLostError) ctx.log.warn({ publicationId }, 'Another worker took over; this one lets go')
    else if (signal.aborted) await releaseLease(ctx.db, { id: publicationId, leaseId })
    else throw error
  } finally {
    clearInterval(heartbeat)
  }
}
