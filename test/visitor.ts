import { CreatedConnectLink } from '#shared/api/connect-links.ts'
import type { TestApp } from './app.ts'
import { createHttpClient, type Reply } from './http-client.ts'
import type { Person } from './person.ts'

export type Visitor = ReturnType<typeof createVisitor>

/** A creator in a browser of their own, who is no member and was sent a connect link. */
export function createVisitor({ simulator, url: appUrl }: Pick<TestApp, 'simulator' | 'url'>, linkUrl: string) {
  const client = createHttpClient(appUrl)
  const token = new URL(linkUrl).pathname.replace('/connect/', '')

  /** Through TikTok's consent page, as far as the callback's address. */
  async function consent(username: string, choice: { cancel?: boolean } = {}): Promise<string> {
    const consentUrl = await client.redirect(`/api/v1/connect/${token}/authorize`)
    return simulator.authorize(consentUrl, { username, ...choice })
  }

  /** Where a callback leads this browser: path and query of the page. */
  async function finish(callback: string): Promise<string> {
    const { pathname, search } = new URL(await client.redirect(callback))
    return pathname + search
  }

  return {
    ...client,
    token,
    /** The link's public page. */
    page: `/connect/${token}`,
    consent,
    finish,
    read: (): Promise<Reply> => client.send('GET', `/api/v1/connect/${token}`),
    connect: async (username: string, choice: { cancel?: boolean } = {}) => finish(await consent(username, choice)),
  }
}

/** A link that this member makes, and somebody who opens it. */
export async function inviteVisitor(app: TestApp, member: Person, wish: Record<string, unknown> = {}) {
  const link = await member.call(CreatedConnectLink, 'POST', '/api/v1/connect-links', wish)
  return { link, visitor: createVisitor(app, link.url) }
}
