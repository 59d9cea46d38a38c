import fc from 'fast-check'
import type { FaultInput } from '#simulator/faults.ts'
import type { Halt } from './life.ts'
import type { Size } from './model-stage.ts'

const SECOND_MS = 1000
const MINUTE_MS = 60 * SECOND_MS

/** What one step of a play does. `who` and `which` count round the processes and publications that there are. */
export type Move =
  | { does: 'step'; which: number; waits: boolean; halt: Halt | null }
  | { does: 'webhook'; which: number; halt: Halt | null }
  | { does: 'resume'; who: number; how: 'goes on' | 'dies' | 'is told to stop'; halt: Halt | null }
  | { does: 'time'; forMs: number }
  | { does: 'next step' | 'work off' }
  /** The lease of one that stands halted runs out, and another worker comes. */
  | { does: 'take over'; who: number; halt: Halt | null }
  | { does: 'sweep'; halt: Halt | null }
  | { does: 'cancel' | 'retry' | 'resolve' | 'put off' | 'choose'; which: number; halt: Halt | null }
  | { does: 'disconnect' | 'reconnect'; halt: Halt | null }
  | { does: 'creator'; changes: Creator }
  | { does: 'fault'; fault: FaultInput }

export type Creator =
  | 'posts drafts'
  | 'revokes'
  | 'loses tokens'
  | 'is banned'
  | 'is private'
  | 'has posted enough'
  | 'is as before'

/** A whole play: what is published, what happens, and how it ends. */
export type Play = {
  posts: { mode: 'direct' | 'draft'; size: Size; inMs: number }[]
  moves: Move[]
  /** What the processes that still stand somewhere do when the faults stop. */
  end: 'all go on' | 'all die'
  reconnects: boolean
}

const which = fc.nat({ max: 2 })
const side = fc.constantFrom<Halt['side']>('before', 'during', 'after')
/** A webhook has some 10 points, a publication that goes out some 40. */
const point = fc.oneof(fc.nat({ max: 4 }), fc.nat({ max: 12 }), fc.nat({ max: 40 }))
const aHalt: fc.Arbitrary<Halt> = fc.record({ point, side, dies: fc.boolean() })
const halt = fc.option(aHalt, { freq: 3 })
const seldomHalt = fc.option(aHalt, { freq: 1 })

const call = fc.constantFrom<FaultInput['endpoint']>(
  'creator_info',
  'video_init',
  'inbox_init',
  'status',
  'upload',
  'token',
)
const mishap = fc.constantFrom<Partial<FaultInput>>(
  { cut: 'before' },
  { cut: 'during', cutAfterBytes: 1000 },
  { cut: 'after' },
  { status: 503 },
  { status: 500, phase: 'after' },
  { status: 429, retryAfterS: 5 },
  { status: 401 },
  { status: 400, code: 'invalid_params' },
  { status: 403 },
  { status: 404 },
  { status: 416 },
  { body: '<html>Gateway</html>', status: 200 },
)
const failReason = fc.constantFrom(
  'internal',
  'internal',
  'spam_risk_text',
  'auth_removed',
  'spam_risk_too_many_posts',
  'file_format_check_failed',
)
const fault: fc.Arbitrary<FaultInput> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .record({ endpoint: call, mishap, times: fc.constantFrom(1, 1, 4, 12) })
      .map((it) => ({ endpoint: it.endpoint, times: it.times, ...it.mishap })),
  },
  {
    weight: 4,
    arbitrary: failReason.map((reason): FaultInput => ({ endpoint: 'processing', times: 1, failReason: reason })),
  },
  { weight: 1, arbitrary: fc.constant<FaultInput>({ endpoint: 'processing', times: 1, isStuck: true }) },
  {
    weight: 2,
    arbitrary: fc.constantFrom<FaultInput>(
      { endpoint: 'webhook', times: 2, isDropped: true },
      { endpoint: 'webhook', times: 1, isReordered: true },
      { endpoint: 'webhook', times: 1, duplicates: 2 },
      { endpoint: 'webhook', times: 1, hasBadSignature: true },
    ),
  },
)

const forMs = fc.constantFrom(
  500,
  2500,
  5 * SECOND_MS,
  16 * SECOND_MS,
  61 * SECOND_MS,
  5 * MINUTE_MS,
  31 * MINUTE_MS,
  61 * MINUTE_MS,
  125 * MINUTE_MS,
)

const move: fc.Arbitrary<Move> = fc.oneof(
  { weight: 20, arbitrary: fc.record({ does: fc.constant('step' as const), which, waits: fc.boolean(), halt }) },
  {
    weight: 8,
    arbitrary: fc.record({ does: fc.constant('webhook' as const), which: fc.nat({ max: 5 }), halt: seldomHalt }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      does: fc.constant('resume' as const),
      who: which,
      how: fc.constantFrom('goes on' as const, 'goes on' as const, 'dies' as const, 'is told to stop' as const),
      halt,
    }),
  },
  { weight: 6, arbitrary: fc.record({ does: fc.constant('time' as const), forMs }) },
  { weight: 4, arbitrary: fc.constant<Move>({ does: 'next step' }) },
  { weight: 1, arbitrary: fc.constant<Move>({ does: 'work off' }) },
  { weight: 5, arbitrary: fc.record({ does: fc.constant('take over' as const), who: which, halt }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('sweep' as const), halt: seldomHalt }) },
  {
    weight: 8,
    arbitrary: fc.record({
      does: fc.constantFrom(
        'cancel' as const,
        'retry' as const,
        'retry' as const,
        'resolve' as const,
        'put off' as const,
        'choose' as const,
      ),
      which,
      halt: seldomHalt,
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      does: fc.constantFrom('disconnect' as const, 'reconnect' as const, 'reconnect' as const),
      halt: seldomHalt,
    }),
  },
  {
    weight: 3,
    arbitrary: fc
      .constantFrom<Creator>(
        'posts drafts',
        'revokes',
        'loses tokens',
        'is banned',
        'is private',
        'has posted enough',
        'is as before',
      )
      .map((changes): Move => ({ does: 'creator', changes })),
  },
  { weight: 8, arbitrary: fault.map((it): Move => ({ does: 'fault', fault: it })) },
)

export const play: fc.Arbitrary<Play> = fc.record({
  posts: fc.array(
    fc.record({
      mode: fc.constantFrom('direct' as const, 'direct' as const, 'draft' as const),
      size: fc.constantFrom<Size>('small', 'small', 'small', 'small', 'chunked'),
      inMs: fc.constantFrom(0, 0, MINUTE_MS),
    }),
    { minLength: 1, maxLength: 2 },
  ),
  moves: fc.array(move, { minLength: 1, maxLength: 24, size: 'max' }),
  end: fc.constantFrom('all go on' as const, 'all die' as const),
  reconnects: fc.boolean(),
})
