import { createHash, timingSafeEqual } from 'node:crypto'
import { after } from '../clock.ts'
import type { Context } from '../context.ts'
import type { Connector } from './connector.ts'
import { deleteStates, lockState, markStateUsed, type OauthStateRow } from './oauth-states-store.ts'

/** Past its end a state is kept this long, so that a late or second coming gets a true answer. */
const KEPT_MS = 60 * 60 * 1000

export type StateRefusal =
  | 'state_missing'
  | 'state_unknown'
  | 'state_used'
  | 'state_expired'
  | 'state_foreign'
  | 'session_ended'

/** The state of a callback, taken; or why it is refused, and where the browser goes then. */
export type Claim = { state: OauthStateRow; connector: Connector } | { refusal: StateRefusal; returnTo: string }

/** The page for whoever came by a connect link, in a browser that does not know which. */
export const VISITORS_PAGE = '/connect'

/**
 * Takes the state for the one of `connectors`, which are all this browser, who began with it. It is used up by its first
 * coming, also by one that is refused.
 */
export async function claimState(
  ctx: Context,
  connectors: readonly Connector[],
  text: string | undefined,
): Promise<Claim> {
  if (!text) return { refusal: 'state_missing', returnTo: pageOf(connectors) }
  const stateHash = hashOf(text)
  const now = ctx.clock.now()
  return ctx.db.transaction().execute(async (tx) => {
    await deleteStates(tx, after(now, -KEPT_MS))
    const state = await lockState(tx, stateHash)
    if (!state) return { refusal: 'state_unknown', returnTo: pageOf(connectors) }
    if (!state.usedAt) await markStateUsed(tx, stateHash, now)
    const connector = connectors.find((each) => began(state, each))
    // A stranger is not sent where somebody else wanted to go.
    if (!connector) return { refusal: strangerRefusal(connectors), returnTo: strangersPage(state) }
    const refusal = refusalOf(state, now)
    return refusal ? { refusal, returnTo: connector.link?.returnTo ?? state.returnTo } : { state, connector }
  })
}

function began(state: OauthStateRow, { sessionId, workspaceId }: Connector): boolean {
  return isSame(state.sessionId, sessionId) && state.workspaceId === workspaceId
}

function strangerRefusal(connectors: readonly Connector[]): StateRefusal {
  return connectors.length === 0 ? 'session_ended' : 'state_foreign'
}

function strangersPage({ returnTo }: OauthStateRow): string {
  return returnTo === VISITORS_PAGE ? VISITORS_PAGE : '/accounts'
}

/** Where somebody goes whose attempt nobody knows: a member to the accounts, a visitor back to the link. */
function pageOf(connectors: readonly Connector[]): string {
  const isMember = connectors.some(({ link }) => !link)
  return isMember ? '/accounts' : (connectors[0]?.link?.returnTo ?? '/accounts')
}

function refusalOf(state: OauthStateRow, now: Date): StateRefusal | null {
  if (state.usedAt) return 'state_used'
  return state.expiresAt <= now ? 'state_expired' : null
}

/** Only the hash is kept: whoever reads the table cannot finish somebody's connect. */
export function hashOf(state: string): string {
  return createHash('sha256').update(state).digest('hex')
}

/** In constant time, whatever their lengths. */
function isSame(one: string, other: string): boolean {
  return timingSafeEqual(Buffer.from(hashOf(one)), Buffer.from(hashOf(other)))
}
