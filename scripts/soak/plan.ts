import type { PrivacyLevel } from '#shared/limits.ts'
import { createDice } from './dice.ts'
import type { SoakOptions } from './options.ts'

export type PlannedPublication = {
  index: number
  username: string
  caption: string
  mode: 'direct' | 'draft'
  privacyLevel: PrivacyLevel
  sizeBytes: number
  /** When it is to be published, after the beginning; 0: at once. */
  publishMs: number
  /** When it is composed, after the beginning. */
  composeMs: number
}

export type Restart = { atMs: number; how: 'clean' | 'killed'; awayMs: number }

export type SoakPlan = { publications: PlannedPublication[]; restarts: Restart[]; spreadMs: number }

const LEAST_SIZE_BYTES = 1_000_000
const LEAST_SPREAD_MS = 45_000
const SPREAD_MS_PER_PUBLICATION = 600
/** Every fifth post of an account is a draft: TikTok takes 5 of them (content-posting-api-reference-upload-video). */
const DRAFT_EVERY = 5
const LONGEST_LEAD_MS = 20_000

/** Everything that is drawn before it begins. The same seed and options give the same plan. */
export function planSoak(options: Pick<SoakOptions, 'seed' | 'publications' | 'accounts' | 'maxSizeBytes'>): SoakPlan {
  const { seed, publications, accounts, maxSizeBytes } = options
  const spreadMs = Math.max(LEAST_SPREAD_MS, publications * SPREAD_MS_PER_PUBLICATION)
  const sizes = createDice(seed, 'sizes')
  const times = createDice(seed, 'times')
  const choices = createDice(seed, 'choices')
  return {
    spreadMs,
    restarts: planRestarts(seed, spreadMs),
    publications: Array.from({ length: publications }, (_, index) => {
      // A third is due at one instant, the rest one after another.
      const publishMs = times.next() < 1 / 3 ? 0 : times.between(1000, spreadMs)
      const leadMs = times.between(0, LONGEST_LEAD_MS)
      return {
        index,
        username: usernameOf(index % accounts),
        caption: `soak ${seed} #${index}`,
        mode: Math.floor(index / accounts) % DRAFT_EVERY === DRAFT_EVERY - 1 ? 'draft' : 'direct',
        privacyLevel: choices.next() < 0.2 ? 'SELF_ONLY' : 'PUBLIC_TO_EVERYONE',
        sizeBytes: logUniform(sizes.next(), LEAST_SIZE_BYTES, maxSizeBytes),
        publishMs,
        composeMs: Math.max(0, publishMs - leadMs),
      }
    }),
  }
}

/** One as an administrator does it, one by `kill -9`, in either order. */
function planRestarts(seed: string, spreadMs: number): Restart[] {
  const dice = createDice(seed, 'restarts')
  const ways = dice.next() < 0.5 ? (['clean', 'killed'] as const) : (['killed', 'clean'] as const)
  const atShares = [0.25 + dice.next() * 0.15, 0.6 + dice.next() * 0.2]
  return ways.map((how, index) => ({
    how,
    atMs: Math.round(spreadMs * (atShares[index] ?? 0)),
    awayMs: dice.between(500, 3000),
  }))
}

export function usernameOf(account: number): string {
  return `soak.${String(account + 1).padStart(4, '0')}`
}

/** Small files are many and large ones few, as it is with videos. */
function logUniform(share: number, least: number, most: number): number {
  return Math.round(least * (Math.max(most, least) / least) ** share)
}
