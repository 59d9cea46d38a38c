import { randomBytes } from 'node:crypto'
import type { ConnectLinkStatus } from '#shared/api/connect-links.ts'
import { after } from '../clock.ts'
import type { Context } from '../context.ts'
import type { Tx } from '../db/db.ts'
import type { ConnectLinkRow } from '../db/tables.ts'
import { AppError, notFound } from '../errors.ts'
import { hashOf } from './claim-state.ts'
import {
  closeLink,
  findLink,
  findLinkByHash,
  getLink,
  type InvitingLink,
  insertLink,
  takeLink,
} from './connect-links-store.ts'

const HOUR_MS = 60 * 60 * 1000
const TOKEN_BYTES = 32

type Wish = { workspaceId: string; createdByName: string; label: string | null; expiresInHours: number }

/** A new link of the workspace. The token stands in this answer and nowhere else. */
export async function createConnectLink(ctx: Context, { expiresInHours, ...wish }: Wish) {
  const token = randomBytes(TOKEN_BYTES).toString('base64url')
  const createdAt = ctx.clock.now()
  const expiresAt = after(createdAt, expiresInHours * HOUR_MS)
  const { id } = await insertLink(ctx.db, { ...wish, tokenHash: hashOf(token), createdAt, expiresAt })
  return { id, expiresAt, url: new URL(linkPath(token), ctx.config.appUrl).href }
}

/** The public page of a link. */
export function linkPath(token: string): string {
  return `/connect/${encodeURIComponent(token)}`
}

export function linkStatus(
  { usedAt, revokedAt, expiresAt }: Pick<ConnectLinkRow, 'usedAt' | 'revokedAt' | 'expiresAt'>,
  now: Date,
): ConnectLinkStatus {
  if (usedAt) return 'used'
  if (revokedAt) return 'revoked'
  return expiresAt <= now ? 'expired' : 'open'
}

/** The link of this token. Throws `not_found`, `link_used`, `link_expired` or `link_revoked` when nobody can connect by it. */
export async function readOpenLink(ctx: Context, token: string): Promise<InvitingLink> {
  const link = await findLinkByHash(ctx.db, hashOf(token))
  if (!link)
    throw new AppError('not_found', 'There is no such link.', {
      remedy: 'Check that you have the whole address, or ask whoever sent it for a new link.',
    })
  const closed = closedError(link, ctx.clock.now())
  if (closed) throw closed
  return link
}

/** Uses the link up for this account, in the transaction that saves it. Throws what stands in the way. */
export async function spendLink(
  tx: Tx,
  linkId: string,
  { accountId, now }: { accountId: string; now: Date },
): Promise<void> {
  if (await takeLink(tx, linkId, { accountId, now })) return
  throw closedError(await getLink(tx, linkId), now) ?? new Error(`Connect link ${linkId} is open and was not taken.`)
}

/** Nobody can connect by the link any more. */
export async function revokeConnectLink(ctx: Context, workspaceId: string, id: string): Promise<void> {
  const link = await findLink(ctx.db, workspaceId, id)
  if (!link) throw notFound('connect link')
  if (!(await closeLink(ctx.db, link.id, ctx.clock.now())))
    throw new AppError('conflict', 'This link was used before it was revoked.', {
      remedy: 'Disconnect the account that came of it.',
    })
}

function closedError(link: ConnectLinkRow, now: Date): AppError | null {
  const status = linkStatus(link, now)
  if (status === 'used') return new AppError('link_used', 'Somebody has connected an account by this link.')
  if (status === 'revoked') return new AppError('link_revoked', 'Whoever sent this link has taken it back.')
  if (status === 'expired')
    return new AppError('link_expired', `This link was good until ${link.expiresAt.toISOString()}.`)
  return null
}
