import type { Target } from '#shared/api/posts.ts'
import { accountsBelowDuration } from '../accounts/accounts-store.ts'
import { after } from '../clock.ts'
import type { Tx } from '../db/db.ts'
import type { MediaRow } from '../db/tables.ts'
import { invalidInput } from '../errors.ts'
import { MAX_DURATION_IS_FRESH_MS, tooLongWords } from './check-for-account.ts'

type Planned = { media: readonly MediaRow[]; targets: readonly Pick<Target, 'accountId' | 'mode'>[] }

/**
 * No direct post is longer than its creator may post, as far as TikTok has said lately how long that is; where it has not, the preflight
 * asks. A draft is cut by its creator.
 */
export async function checkDurations(tx: Tx, now: Date, { media: [first], targets }: Planned): Promise<void> {
  const direct = targets.filter(({ mode }) => mode === 'direct').map(({ accountId }) => accountId)
  if (!first?.durationMs || direct.length === 0) return
  const since = after(now, -MAX_DURATION_IS_FRESH_MS)
  const refusing = await accountsBelowDuration(tx, direct, { durationMs: first.durationMs, since })
  if (refusing.length === 0) return
  throw invalidInput(
    ...refusing.map((account) => ({
      path: `targets.${targets.findIndex(({ accountId }) => accountId === account.id)}.accountId`,
      message: tooLongWords(first, account),
    })),
  )
}
