export type JsonReply = { status: number; headers: Headers; body: unknown; text: string }

/** Plain fetch, in the three ways that TikTok is spoken to. Redirects are looked at, not followed. */
export function createRequests(baseUrl: string) {
  async function send(path: string, init: RequestInit): Promise<JsonReply> {
    const response = await fetch(new URL(path, baseUrl), { redirect: 'manual', ...init })
    const text = await response.text()
    const body: unknown = text.startsWith('{') ? JSON.parse(text) : null
    return { status: response.status, headers: response.headers, body, text }
  }
  return {
    send,
    postForm: (path: string, form: Record<string, string>) =>
      send(path, {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: String(new URLSearchParams(form)),
      }),
    /** GET without a body, POST with one. */
    api: (accessToken: string, path: string, body?: unknown) =>
      send(path, {
        method: body === undefined ? 'GET' : 'POST',
        headers: { authorization: `Bearer ${accessToken}`, 'content-type': 'application/json; charset=UTF-8' },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      }),
  }
}
