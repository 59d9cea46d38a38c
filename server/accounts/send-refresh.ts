import { setTimeout as pause } from 'node:timers/promises'
import type { TokenGrant } from '#tiktok/client.ts'
import { TikTokAnswerError, TikTokError } from '#tiktok/errors.ts'
import { after } from '../clock.ts'
import type { Context } from '../context.ts'
import { notifyWorkspace } from '../events/notify-workspace.ts'
import type { Pass } from '../limits/circuit-breakers.ts'
import { Secret } from '../vault/secret.ts'
import { unusable } from './account-error.ts'
import { sealGrant } from './account-tokens.ts'
import { addRefresh } from './add-refresh.ts'
import { endAccess } from './end-access.ts'
import { judgeRefresh, type RefreshFailure } from './refresh-failure.ts'
import type { Attempt } from './refresh-lease.ts'
import { saveTokens, settleRefresh } from './refresh-store.ts'
import { refreshRetryDelayMs } from './refresh-times.ts'
import { TokenRefreshError } from './token-refresh-error.ts'

/** A new pair of tokens must not be lost to a database that stumbles: TikTok has already forgotten the old one. */
const SAVE_RETRIES_MS = [100, 500, 2000]

/** Asks TikTok for new tokens and saves them; only then may they be used. Null when the account has changed: look again. */
export async function sendRefresh(ctx: Context, attempt: Attempt, pass: Pass): Promise<Secret | null> {
  const { account, refreshing } = attempt
  try {
    const grant = await pass.run(() => ctx.tiktok.refreshToken({ refreshToken: refreshing.reveal() }))
    if (grant.openId !== account.openId)
      throw new TikTokAnswerError('refresh: TikTok answered with the tokens of another creator', { status: 200 })
    return (await saveGrant(ctx, attempt, grant)) ? new Secret(grant.accessToken) : null
  } catch (error) {
    if (!(error instanceof TikTokError)) throw error
    return settleFailure(ctx, attempt, error)
  }
}

async function saveGrant(ctx: Context, { account: replaced, leaseId }: Attempt, grant: TokenGrant): Promise<boolean> {
  const change = { ...(await sealGrant(ctx, replaced.id, grant)), lastError: null }
  const save = () =>
    ctx.db.transaction().execute(async (tx) => {
      const account = await saveTokens(tx, { replaced, leaseId }, change)
      if (!account) return false
      await addRefresh(ctx, tx, account)
      await notifyWorkspace(tx, account.workspaceId, { type: 'account', accountId: account.id })
      return true
    })
  for (const delayMs of SAVE_RETRIES_MS) {
    try {
      return await save()
    } catch (err) {
      ctx.log.error({ err, accountId: replaced.id }, 'New tokens could not be saved; trying again')
      await pause(delayMs)
    }
  }
  return save()
}

/** Writes down what the failure means, and throws it. Null when the account has changed meanwhile. */
async function settleFailure(ctx: Context, attempt: Attempt, error: TikTokError): Promise<null> {
  const failure = judgeRefresh(error, attempt.wasInDoubt)
  if (failure.kind === 'again') return comeBack(ctx, attempt, failure, error)
  const isEnded = await ctx.db.transaction().execute(async (tx) => {
    const account = await settleRefresh(tx, { id: attempt.account.id, leaseId: attempt.leaseId }, {})
    if (account) await endAccess(ctx, tx, account, failure.end)
    return account !== undefined
  })
  if (isEnded) throw unusable({ status: failure.end.status, lastError: failure.end })
  return null
}

async function comeBack(
  ctx: Context,
  { account: { id, refreshFailures, refreshSentAt }, leaseId }: Attempt,
  { code, detail, advice, remedy, leastDelayMs, isInDoubt }: Extract<RefreshFailure, { kind: 'again' }>,
  cause: TikTokError,
): Promise<null> {
  const now = ctx.clock.now()
  const delayMs = Math.max(refreshRetryDelayMs(refreshFailures + 1, ctx.random), leastDelayMs)
  const retryAt = after(now, delayMs)
  ctx.log.warn({ err: cause, accountId: id, isInDoubt, retryAt }, 'The tokens of an account could not be refreshed')
  const isSettled = await ctx.db.transaction().execute(async (tx) => {
    const account = await settleRefresh(
      tx,
      { id, leaseId },
      {
        refreshFailures: refreshFailures + 1,
        refreshAt: retryAt,
        refreshSentAt: isInDoubt ? refreshSentAt : null,
        lastError: JSON.stringify({ code, detail, remedy: advice, at: now.toISOString() }),
      },
    )
    if (!account) return false
    await addRefresh(ctx, tx, account)
    await notifyWorkspace(tx, account.workspaceId, { type: 'account', accountId: id })
    return true
  })
  if (!isSettled) return null
  throw new TokenRefreshError(detail, { code, remedy, advice, retryAt, cause })
}
