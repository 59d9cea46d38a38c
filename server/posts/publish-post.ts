import type { Context } from '../context.ts'
import { applyDecision } from './apply-decision.ts'
import { askResolved } from './ask-resolved.ts'
import type { Decision } from './decision.ts'
import { isOpen } from './failed-chunk.ts'
import { judgeFailure, ownMistake } from './judge-failure.ts'
import { type Lease, LeaseLostError, withLease } from './lease.ts'
import { preflight } from './preflight.ts'
import { sendChunks } from './send-chunks.ts'
import { lostInit, startPull } from './start-pull.ts'
import { giveUpTransfer, startTransfer } from './start-transfer.ts'
import type { Work } from './work.ts'

/**
 * Brings a publication that was taken as far as it goes without waiting: preflight → room → init → chunks, unless TikTok
 * fetches the video or the photos itself → processing.
 * Where the last run ended stands in the ledger, so it may come twice, late, or on another machine.
 */
export async function publishPost(ctx: Context, work: Work, { signal }: { signal: AbortSignal }): Promise<void> {
  await withLease(ctx, work.publication, signal, async (lease) => {
    const resolved = await askResolved(ctx, work)
    if (resolved === 'settled') return
    const decision = resolved ?? (await nextStep(ctx, lease, work, signal))
    await applyDecision(ctx, lease, work, decision)
  })
}

async function nextStep(ctx: Context, lease: Lease, work: Work, signal: AbortSignal): Promise<Decision> {
  try {
    const { transfer } = work
    if (transfer?.state === 'sent') return { kind: 'track' }
    if (transfer?.state === 'open' && isOpen(transfer))
      return await sendChunks({ ctx, lease, work, signal }, transfer, { isResumed: true })
    if (transfer?.source === 'url') return lostInit(work)
    // An init that was intended and never answered: with a file its publish id, if any, is inert.
    if (transfer) await giveUpTransfer(ctx, lease, work, transfer)

    signal.throwIfAborted()
    const allowed = await preflight(ctx, work)
    if (allowed.kind !== 'continue') return allowed
    if (ctx.config.tiktok.transfer === 'url' || work.post.type === 'photo') return await startPull(ctx, lease, work)
    const started = await startTransfer(ctx, lease, work)
    if ('kind' in started) return started
    return await sendChunks({ ctx, lease, work, signal }, started, { isResumed: false })
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
