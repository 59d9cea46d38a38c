import type { Context } from '../context.ts'
import { recordEvent } from '../events/record-event.ts'
import { applyDecision } from './apply-decision.ts'
import type { Decision } from './decision.ts'
import type { OpenTransfer } from './failed-chunk.ts'
import { judgeFailure, ownMistake } from './judge-failure.ts'
import { type Lease, LeaseLostError, withLease } from './lease.ts'
import { preflight } from './preflight.ts'
import { getPublication, movePublication } from './publications-store.ts'
import { sendChunks } from './send-chunks.ts'
import { giveUpTransfer, startTransfer } from './start-transfer.ts'
import { loadWork, type Work } from './work.ts'

/**
 * Task: brings one publication as far as it goes without waiting: take → preflight → room → init → chunks → processing.
 * It reads where the last run ended from the ledger, so it may run twice, late, or on another machine.
 */
export async function publishPost(
  ctx: Context,
  { publicationId }: { publicationId: string },
  { signal }: { signal: AbortSignal },
): Promise<void> {
  await withLease(ctx, publicationId, async (lease) => {
    const publication = lease.publication.status === 'scheduled' ? await take(ctx, lease) : lease.publication
    if (!publication) return
    const work = await loadWork(ctx.db, publication)
    const decision = await nextStep(ctx, lease, work, signal)
    // The account as the step knew it: a reconnect that came meanwhile must be seen as one.
    const { account } = work
    await applyDecision(ctx, lease, { ...(await loadWork(ctx.db, publication)), account }, decision)
  })
}

/** `scheduled → publishing` by one guarded update: a second worker finds nothing to do, and so does one for an old time. */
async function take(ctx: Context, lease: Lease) {
  const now = ctx.clock.now()
  const { id, startedAt, attempts } = lease.publication
  return ctx.db.transaction().execute(async (tx) => {
    await lease.hold(tx)
    const due = await getPublication(tx, id)
    if (!due?.nextStepAt || due.nextStepAt > now) return undefined
    const taken = await movePublication(
      tx,
      { id, from: 'scheduled', to: 'publishing' },
      { startedAt: startedAt ?? now, attempts: Math.max(attempts, 1), updatedAt: now },
    )
    if (taken && !startedAt)
      await recordEvent(tx, {
        publication: taken,
        at: now,
        kind: 'started',
        status: 'publishing',
        message: 'Publishing begins.',
      })
    return taken
  })
}

async function nextStep(ctx: Context, lease: Lease, work: Work, signal: AbortSignal): Promise<Decision> {
  try {
    const { transfer } = work
    if (transfer?.state === 'sent') return { kind: 'track' }
    if (transfer?.state === 'open' && isOpen(transfer))
      return await sendChunks({ ctx, lease, work, signal }, transfer, true)
    // An init that was intended and never answered: with a file its publish id, if any, is inert.
    if (transfer) await giveUpTransfer(ctx, lease, work, transfer)

    signal.throwIfAborted()
    const allowed = await preflight(ctx, work)
    if (allowed.kind !== 'continue') return allowed
    const started = await startTransfer(ctx, lease, work)
    if (started.kind !== 'continue') return started
    const { transfer: opened } = await loadWork(ctx.db, work.publication)
    if (!opened || !isOpen(opened))
      throw new Error(`Publication ${work.publication.id} has no open transfer after its init.`)
    return await sendChunks({ ctx, lease, work, signal }, opened, false)
  } catch (error) {
    if (signal.aborted || error instanceof LeaseLostError) throw error
    return judge(ctx, work, error)
  }
}

/** Nothing that goes wrong may leave a publication in `publishing` for ever, our own mistakes included. */
function judge(ctx: Context, { publication }: Work, error: unknown): Decision {
  try {
    return judgeFailure(error, ctx.clock.now())
  } catch (err) {
    ctx.log.error({ err, publicationId: publication.id }, 'A step of a publication failed by our own mistake')
    return ownMistake()
  }
}

function isOpen(transfer: NonNullable<Work['transfer']>): transfer is OpenTransfer {
  return transfer.publishId !== null && transfer.sealedUploadUrl !== null
}
