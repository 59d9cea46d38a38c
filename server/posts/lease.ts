import { randomUUID } from 'node:crypto'
import { after } from '../clock.ts'
import type { Context } from '../context.ts'
import type { DbOrTx } from '../db/db.ts'
import type { PublicationRow } from '../db/tables.ts'
import { getPublication, releaseLease, renewLease, takeLease } from './publications-store.ts'
import { addStep } from './work.ts'

/** A dead worker's publication is free again after this long. */
const LEASE_MS = 15_000
const HEARTBEAT_MS = 5000

/** Somebody else works on the publication now: whatever this worker still wanted to write is void. */
export class LeaseLostError extends Error {
  override name = 'LeaseLostError'
}

export type Lease = {
  publication: PublicationRow
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
  const until = () => after(ctx.clock.now(), LEASE_MS)
  const publication = await takeLease(ctx.db, { id: publicationId, leaseId, now: ctx.clock.now(), until: until() })
  if (!publication) return comeBackWhenFree(ctx, publicationId)

  const hold = async (tx: DbOrTx) => {
    if (!(await renewLease(tx, { id: publicationId, leaseId, until: until() })))
      throw new LeaseLostError(`Publication ${publicationId} is in other hands.`)
  }
  const heartbeat = setInterval(() => {
    hold(ctx.db).catch((err: unknown) => ctx.log.warn({ err, publicationId }, 'A lease could not be renewed'))
  }, HEARTBEAT_MS)
  try {
    await use({ publication, hold })
  } catch (error) {
    if (!(error instanceof LeaseLostError)) throw error
    ctx.log.warn({ publicationId }, 'Another worker took over; this one lets go')
  } finally {
    clearInterval(heartbeat)
    await releaseLease(ctx.db, { id: publicationId, leaseId })
  }
}

/** The job that came while another worker holds the lease must not get lost if that worker dies. */
async function comeBackWhenFree(ctx: Context, publicationId: string): Promise<void> {
  const publication = await getPublication(ctx.db, publicationId)
  const isHeld = publication?.leaseUntil && publication.leaseUntil > ctx.clock.now()
  if (!isHeld || !publication.leaseUntil) return
  if (publication.status !== 'scheduled' && publication.status !== 'publishing') return
  await addStep(ctx, ctx.db, 'publish-post', { publicationId, runAt: publication.leaseUntil })
}
