import { createTikTok, type TikTokOptions } from './client.ts'

/** Secrets that must never show in an error. */
export const secrets = {
  clientSecret: 'cs-secret-0001',
  accessToken: 'act.secret-0002',
  refreshToken: 'rft.secret-0003',
  code: 'code-secret-0004*1!2',
}

/** A client for tests: its pauses between retries are recorded instead of made. */
export function createTestClient(apiUrl: string, options: Partial<TikTokOptions> = {}) {
  const pausesMs: number[] = []
  const client = createTikTok({
    apiUrl,
    authorizeUrl: 'https://www.tiktok.com/v2/auth/authorize/',
    clientKey: 'ck-1',
    clientSecret: secrets.clientSecret,
    clock: { now: () => new Date('2026-11-20T12:00:00Z') },
    random: () => 0,
    sleep: async (delayMs) => {
      pausesMs.push(delayMs)
    },
    ...options,
  })
  return { ...client, pausesMs }
}

/** The error that a promise is rejected with. */
export async function failureOf(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => {
      throw new Error('it succeeded')
    },
    (error: unknown) => error,
  )
}
