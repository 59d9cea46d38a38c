import { setTimeout as sleep } from 'node:timers/promises'
import { Agent, buildConnector, type Dispatcher } from 'undici'
import { keepAnswer } from './keep-answer.ts'

/** A source of the time of day. */
export type Clock = { now(): Date }

/** What `createTikTok` needs to know. */
export type TikTokOptions = {
  /** `https://open.tiktokapis.com`. */
  apiUrl: string
  /** `https://www.tiktok.com/v2/auth/authorize/`. */
  authorizeUrl: string
  clientKey: string
  clientSecret: string
  clock?: Clock
  /** Gives [0, 1); for the jitter of retries. */
  random?: () => number
  /** How the pauses between retries are made. */
  sleep?: (delayMs: number) => Promise<void>
  /**
   * Used for every call and never closed. Without it the client owns its connections, which is better: a fresh one for
   * what must not be sent twice, and an early refusal of a chunk is always heard.
   */
  dispatcher?: Dispatcher
  timeouts?: {
    /** Longest time for one call, connection included. Default 20 s. */
    requestMs?: number
    /** Longest time of an upload in which no byte moves and no answer comes. Default 60 s. */
    chunkIdleMs?: number
  }
}

/** What every call is made with. */
export type Transport = {
  apiUrl: string
  authorizeUrl: string
  clientKey: string
  clientSecret: string
  clock: Clock
  random: () => number
  sleep: (delayMs: number) => Promise<void>
  requestMs: number
  chunkIdleMs: number
  /** Reuses connections: for reads and chunks. */
  pooled: Dispatcher
  /** A new connection for each call: for what must not be sent twice. */
  fresh: Dispatcher
  /** Ends every call that is still under way, and every connection of its own. */
  close(): Promise<void>
}

const CONNECT_TIMEOUT_MS = 10_000

/** Completes the options and makes the connections. */
export function createTransport(options: TikTokOptions): Transport {
  const owned = options.dispatcher ? undefined : { pooled: createAgent(1), fresh: createAgent(0) }
  const given = options.dispatcher
  const { pooled, fresh } = owned ?? { pooled: given, fresh: given }
  if (!pooled || !fresh) throw new TypeError('a dispatcher is missing')
  return {
    apiUrl: options.apiUrl.replace(/\/+$/, ''),
    authorizeUrl: options.authorizeUrl,
    clientKey: options.clientKey,
    clientSecret: options.clientSecret,
    clock: options.clock ?? { now: () => new Date() },
    random: options.random ?? Math.random,
    sleep: options.sleep ?? ((delayMs) => sleep(delayMs)),
    requestMs: options.timeouts?.requestMs ?? 20_000,
    chunkIdleMs: options.timeouts?.chunkIdleMs ?? 60_000,
    pooled,
    fresh,
    async close() {
      await Promise.all([owned?.pooled.destroy(), owned?.fresh.destroy()])
    },
  }
}

/**
 * `pipelining` 0 closes a connection after each call. A kept one may have been closed by the server at the moment we
 * use it, and then nobody knows whether the call arrived: harmless for a read, a riddle for an init or a token.
 */
function createAgent(pipelining: 0 | 1): Agent {
  const connect = buildConnector({ allowH2: false, timeout: CONNECT_TIMEOUT_MS })
  return new Agent({ pipelining, connect: keepAnswer(connect) })
}
