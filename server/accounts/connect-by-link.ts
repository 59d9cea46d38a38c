import { randomBytes } from 'node:crypto'
import type { Context } from '../context.ts'
import { hashOf, VISITORS_PAGE } from './claim-state.ts'
import { beginConnect } from './connect-account.ts'
import { linkPath, readOpenLink } from './connect-link.ts'
import { findLinkByHash } from './connect-links-store.ts'
import type { Connector } from './connector.ts'

/** A browser that connects by a link: an id of its own, and the link's token. Its cookie alone keeps them. */
export type LinkVisit = { visitorId: string; token: string }

export function newVisit(token: string): LinkVisit {
  return { visitorId: randomBytes(32).toString('base64url'), token }
}

/** TikTok's consent page for whoever has the link, bound to this browser. Throws what `readOpenLink` throws. */
export async function beginByLink(ctx: Context, visit: LinkVisit): Promise<string> {
  const { id, workspaceId } = await readOpenLink(ctx, visit.token)
  return beginConnect(ctx, connectorFor(visit, { id, workspaceId }), { returnTo: VISITORS_PAGE })
}

/** Who comes back from TikTok by a link; null when the link is no longer there. */
export async function connectorOf(ctx: Context, visit: LinkVisit): Promise<Connector | null> {
  const link = await findLinkByHash(ctx.db, hashOf(visit.token))
  return link ? connectorFor(visit, link) : null
}

function connectorFor(visit: LinkVisit, link: { id: string; workspaceId: string }): Connector {
  return {
    sessionId: `link:${hashOf(`${visit.visitorId}.${visit.token}`)}`,
    workspaceId: link.workspaceId,
    link: { id: link.id, returnTo: linkPath(visit.token) },
  }
}
