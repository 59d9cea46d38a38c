import type { MediaCheck } from '#shared/api/media.ts'
import { findAccount } from '../accounts/accounts-store.ts'
import type { Context } from '../context.ts'
import type { MediaRow } from '../db/tables.ts'
import { notFound } from '../errors.ts'
import { checkForAccount } from './check-for-account.ts'

/** The findings about a media item for each of these accounts, in their order. Throws `not_found` for an account of somebody else. */
export async function readAccountChecks(
  ctx: Context,
  media: MediaRow,
  accountIds: readonly string[],
): Promise<{ accountId: string; checks: MediaCheck[] }[]> {
  const now = ctx.clock.now()
  const findings: { accountId: string; checks: MediaCheck[] }[] = []
  for (const accountId of accountIds) {
    const account = await findAccount(ctx.db, media.workspaceId, accountId)
    if (!account) throw notFound('account', 'accountId')
    findings.push({ accountId, checks: [...media.checks, ...checkForAccount(media, account, now)] })
  }
  return findings
}
