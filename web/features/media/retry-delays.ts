/** After a failure without progress. Together more than three minutes: a restart of the server, or a way through a tunnel. */
export const RETRY_DELAYS_MS = [0, 500, 1000, 2000, 4000, 8000, 15_000, 30_000, 60_000, 60_000]

/** No answer, a server or proxy in trouble, or an upload that another connection still has: that may end by itself. */
export function mayPass(status: number | null): boolean {
  return status === null || status >= 500 || status === 409 || status === 429
}
