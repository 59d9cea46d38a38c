import type { Target } from '#shared/api/posts.ts'
import { findAccount } from '../accounts/accounts-store.ts'
import { capabilitiesOf } from '../accounts/capabilities.ts'
import type { Context } from '../context.ts'
import type { Tx } from '../db/db.ts'
import type { AccountRow } from '../db/tables.ts'
import { type FieldError, invalidInput, notFound } from '../errors.ts'

/** Every account belongs to the workspace, stands there once, and may do what is asked of it. */
export async function checkTargets(ctx: Context, tx: Tx, workspaceId: string, targets: Target[]): Promise<void> {
  const problems: FieldError[] = []
  for (const [index, target] of targets.entries()) {
    const account = await findAccount(tx, workspaceId, target.accountId)
    if (!account) throw notFound('account', `targets.${index}.accountId`)
    const isRepeated = targets.findIndex(({ accountId }) => accountId === target.accountId) < index
    if (isRepeated)
      problems.push({ path: `targets.${index}.accountId`, message: `${account.displayName} stands in the list twice.` })
    problems.push(
      ...problemsOf(ctx, account, target).map(({ path, message }) => ({ path: `targets.${index}.${path}`, message })),
    )
  }
  if (problems.length > 0) throw invalidInput(...problems)
}

function problemsOf(ctx: Context, account: AccountRow, target: Target): FieldError[] {
  const { directPost, draft } = capabilitiesOf(account.scopes)
  if (target.mode === 'draft')
    return draft
      ? []
      : [
          {
            path: 'mode',
            message: `${account.displayName} did not allow drafts (video.upload). Reconnect the account and allow it.`,
          },
        ]
  const problems: FieldError[] = []
  if (!directPost)
    problems.push({
      path: 'mode',
      message: `${account.displayName} did not allow direct posts (video.publish). Reconnect the account and allow it.`,
    })
  if (!ctx.config.tiktok.isAudited && target.privacyLevel !== 'SELF_ONLY')
    problems.push({
      path: 'privacyLevel',
      message: 'Until TikTok has audited this app (TIKTOK_APP_AUDITED), only SELF_ONLY is possible.',
    })
  return problems
}
