import { z } from 'zod'
import { type RandomBytes, seededRandom } from './random.ts'

export const ENDPOINTS = [
  'authorize',
  'token',
  'revoke',
  'user_info',
  'creator_info',
  'video_init',
  'inbox_init',
  'photo_init',
  'status',
  'cancel',
  'video_list',
  'video_query',
  'upload',
  'processing',
  'webhook',
] as const
export type EndpointName = (typeof ENDPOINTS)[number]

const count = z.number().int().nonnegative()

const RegularExpression = z.string().refine(isRegularExpression, 'This is no regular expression.')

/** What goes wrong, where and how often. README.md explains each field. */
export const FaultSpec = z.strictObject({
  endpoint: z.enum(ENDPOINTS),
  openId: z.string().optional(),
  publishId: z.string().optional(),
  chunkIndex: count.optional(),
  event: z.string().optional(),
  skip: count.default(0),
  /** Absent: for ever. */
  times: count.optional(),
  probability: z.number().min(0).max(1).default(1),
  seed: z.string().default('fault'),
  /** Whether the work is done before things go wrong. */
  phase: z.enum(['before', 'after']).default('before'),
  delayMs: count.optional(),
  hang: z.boolean().default(false),
  cut: z.enum(['before', 'during', 'after', 'answering']).optional(),
  cutAfterBytes: count.default(0),
  slowReadBytesPerS: z.number().positive().optional(),
  status: z.number().int().min(200).max(599).optional(),
  code: z.string().optional(),
  message: z.string().optional(),
  retryAfterS: count.optional(),
  body: z.string().optional(),
  contentType: z.string().optional(),
  rewrite: z.array(z.strictObject({ pattern: RegularExpression, to: z.string() })).default([]),
  failReason: z.string().optional(),
  isStuck: z.boolean().default(false),
  duplicates: count.default(0),
  isDropped: z.boolean().default(false),
  isReordered: z.boolean().default(false),
  hasBadSignature: z.boolean().default(false),
})

export type Reply = { status: number; headers: Record<string, string>; body: string }

/** Only tests in the same process can give functions. */
type FaultFunctions = {
  /** Changes the answer that would have gone out. */
  mutate?: (reply: Reply) => Reply
  /** Runs when the fault strikes, before anything else. */
  run?: (facts: CallFacts) => void | Promise<void>
}

export type FaultInput = z.input<typeof FaultSpec> & FaultFunctions
export type Fault = z.output<typeof FaultSpec> & FaultFunctions & { faultId: number; seen: number; struck: number }

/** What is known of a call when faults are looked up. */
export type CallFacts = {
  endpoint: EndpointName
  openId?: string | undefined
  publishId?: string | undefined
  chunkIndex?: number | undefined
  event?: string | undefined
}

export type Faults = ReturnType<typeof createFaults>

export function createFaults() {
  const faults = new Map<number, Fault & { chance: (facts: CallFacts) => number }>()
  let lastId = 0
  return {
    add(input: FaultInput): number {
      const { mutate, run, ...spec } = input
      const parsed = FaultSpec.parse(spec)
      lastId += 1
      const functions: FaultFunctions = { ...(mutate && { mutate }), ...(run && { run }) }
      faults.set(lastId, {
        ...parsed,
        ...functions,
        faultId: lastId,
        seen: 0,
        struck: 0,
        chance: chanceOf(parsed.seed),
      })
      return lastId
    },
    remove: (faultId: number) => faults.delete(faultId),
    clear: () => faults.clear(),
    list: (): Fault[] => Array.from(faults.values(), ({ chance: _, ...fault }) => fault),
    /** The first fault that strikes this call, counted as struck. */
    take(facts: CallFacts): Fault | null {
      for (const fault of faults.values()) {
        if (!matches(fault, facts)) continue
        fault.seen += 1
        if (fault.seen <= fault.skip || fault.struck >= (fault.times ?? Infinity)) continue
        if (fault.chance(facts) >= fault.probability) continue
        fault.struck += 1
        return fault
      }
      return null
    },
  }
}

function matches(fault: Fault, facts: CallFacts): boolean {
  return (
    fault.endpoint === facts.endpoint &&
    (fault.openId ?? facts.openId) === facts.openId &&
    (fault.publishId ?? facts.publishId) === facts.publishId &&
    (fault.chunkIndex ?? facts.chunkIndex) === facts.chunkIndex &&
    (fault.event ?? facts.event) === facts.event
  )
}

function isRegularExpression(pattern: string): boolean {
  try {
    return new RegExp(pattern) instanceof RegExp
  } catch {
    return false
  }
}

/** Each creator's calls have dice of their own: what strikes one does not depend on when others call. */
function chanceOf(seed: string): (facts: CallFacts) => number {
  const dice = new Map<string, RandomBytes>()
  return ({ openId = '' }) => {
    const random = dice.get(openId) ?? seededRandom(`${seed}:${openId}`)
    dice.set(openId, random)
    return random(4).readUInt32BE() / 2 ** 32
  }
}
