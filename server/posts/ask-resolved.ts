import type { Context } from '../context.ts'
import { askStatus, isDecision } from './ask-status.ts'
import type { Decision } from './decision.ts'
import { judgeFailure } from './judge-failure.ts'
import { settlePublication } from './settle-publication.ts'
import { resolvedTransfer } from './transfers-store.ts'
import type { Work } from './work.ts'

/**
 * Before it is sent again, TikTok is asked once more about the upload that a person took for lost. `settled`: it was
 * published after all. A decision: TikTok cannot be asked now. Null: there was none, or nothing speaks against sending.
 */
export async function askResolved(ctx: Context, work: Work): Promise<'settled' | Decision | null> {
  const { publication, transfer, account } = work
  if (publication.attempts < 2 || transfer) return null
  const { publishId = null } = (await resolvedTransfer(ctx.db, publication.id)) ?? {}
  if (!publishId) return null
  try {
    const answer = await askStatus(ctx, { account }, publishId)
    if (isDecision(answer)) return answer
    const { phase } = answer
    if (phase !== 'published' && phase !== 'inbox') return null
    await ctx.db.transaction().execute(async (tx) => {
      await settlePublication(ctx, tx, publication.id, { ...answer, phase, publishId })
    })
    return 'settled'
  } catch (error) {
    const decision = judgeFailure(error, ctx.clock.now())
    return decision.kind === 'fail' ? null : decision
  }
}
