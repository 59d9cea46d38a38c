import type { Context } from '../context.ts'
import { AppError, notFound } from '../errors.ts'
import { recordEvent } from '../events/record-event.ts'
import { findPublication, movePublication } from './publications-store.ts'
import { currentTransfers, updateTransfer } from './transfers-store.ts'

/** A person looked at the profile and says what became of an unconfirmed publication. */
export async function resolvePublication(
  ctx: Context,
  workspaceId: string,
  { id, outcome, by }: { id: string; outcome: 'published' | 'failed'; by: string },
): Promise<void> {
  await ctx.db.transaction().execute(async (tx) => {
    const publication = await findPublication(tx, workspaceId, id)
    if (!publication) throw notFound('publication')
    const now = ctx.clock.now()
    const failure =
      outcome === 'published'
        ? null
        : JSON.stringify({
            code: 'resolved_as_failed',
            detail: `${by} found no post on TikTok.`,
            remedy: 'Retry it when you like.',
          })
    const moved =
      publication.status === 'unconfirmed' &&
      (await movePublication(
        tx,
        { id, from: 'unconfirmed', to: outcome },
        { failure, nextStepAt: null, finishedAt: now, updatedAt: now },
      ))
    if (!moved)
      throw new AppError(
        'conflict',
        `Only an unconfirmed publication can be resolved; this one is ${publication.status}.`,
      )
    const transfer = (await currentTransfers(tx, [id])).get(id)
    if (transfer && outcome === 'failed')
      await updateTransfer(tx, transfer.id, { state: 'abandoned', sealedUploadUrl: null, resolvedBy: by })
    await recordEvent(tx, {
      publication,
      at: now,
      kind: 'resolved',
      status: outcome,
      message: `${by} says that it was ${outcome === 'published' ? 'published' : 'not published'}.`,
    })
  })
}
