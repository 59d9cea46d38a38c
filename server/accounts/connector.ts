/**
 * Who connects: the browser session or API key that began must also be the one that comes back. `link` is the connect link
 * of somebody who is no member, and its public page.
 */
export type Connector = { sessionId: string; workspaceId: string; link?: { id: string; returnTo: string } }
