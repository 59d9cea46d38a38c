import type { Context } from '#server/context.ts'
import type { FaultInput } from '#simulator/faults.ts'
import { createCast } from './cast.ts'
import type { ModelStage } from './model-stage.ts'
import { CREATOR } from './model-stage.ts'
import type { Creator, Move, Play } from './moves.ts'
import { createProcesses } from './processes.ts'
import { createSight, type Seen } from './sight.ts'
import { lies, looseEnds } from './truth.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
/** What concerns the account alone: no publication waits for it. */
const FORGET_JOBS = `delete from pgboss.job where name in ('sync-account', 'refresh-token')`
/** TikTok has processed a small video. */
const PROCESSED_MS = 2500
/** A lease is good for 15 seconds. */
const LEASE_OVER_MS = 16_000
/** No single wait in a play is longer: an unconfirmed publication is asked about for 72 hours. */
const LONGEST_WAIT_MS = 2 * HOUR_MS

/** After these a cap is free again, and the patience with a post id or an unconfirmed publication is over. */
const PATIENCES_MS = [2 * HOUR_MS, 26 * HOUR_MS, 74 * HOUR_MS]

/** Something that must not be. Its message tells the whole play. */
export class FoundError extends Error {
  override name = 'FoundError'
}

/** Plays it from a clean slate to its true end. Throws FoundError when anything on the way is not as it must be. */
export async function playOut(stage: ModelStage, play: Play): Promise<void> {
  await stage.wipe()
  const { ctx, clock, simulator } = stage
  const story: string[] = []
  const tell = (line: string) => void story.push(`${clock.now().toISOString().slice(5, 23)} ${line}`)
  const sight = createSight(stage)
  const cast = createCast(stage)
  const processes = createProcesses({ stage, sight, tell })

  async function mustBeTrue(more: string[] = []): Promise<Seen[]> {
    const publications = await sight.publications()
    const found = [
      ...processes.complaints,
      ...lies({ publications, liveCount: sight.liveTasks().length, moves: await sight.moves() }),
      ...more,
    ]
    if (found.length === 0) return publications
    const states = publications.map(
      (it) => `${it.status} ${JSON.stringify(it.failure)} ${JSON.stringify(it.transfers)}`,
    )
    throw new FoundError([...found, '', ...story, '', ...states].join('\n'))
  }

  async function pass(forMs: number): Promise<void> {
    clock.advance(forMs)
    await simulator.tick()
  }
  const passUntil = (date: Date) => pass(Math.max(0, date.getTime() - clock.now().getTime()))

  /** A token that a dead process was refreshing is free again after a while; nobody waits for that here. */
  async function refreshLeaseOver(): Promise<void> {
    const until = (await sight.account())?.refreshLeaseUntil
    if (until && until > clock.now()) await passUntil(until)
  }

  async function nextStep(publications: Seen[]): Promise<void> {
    const [first] = publications
      .flatMap(({ nextStepAt }) => (nextStepAt && nextStepAt > clock.now() ? [nextStepAt] : []))
      .sort((a, b) => a.getTime() - b.getTime())
    if (first && first.getTime() - clock.now().getTime() <= LONGEST_WAIT_MS) await passUntil(first)
  }

  const publishing = (id: string, name: string) => ({
    name,
    leases: id,
    run: (its: Context, signal: AbortSignal) => cast.publish(its, id, signal),
  })

  async function make(move: Move, seen: Seen[]): Promise<void> {
    const one = 'which' in move ? seen[move.which % Math.max(1, seen.length)] : undefined
    await refreshLeaseOver()
    switch (move.does) {
      case 'step': {
        if (!one) return
        if (move.waits && one.nextStepAt) await nextStep([one])
        const isSent = one.status !== 'scheduled' && one.status !== 'publishing'
        return processes.start(
          isSent
            ? { name: `track ${one.status}`, run: (its) => cast.track(its, one.id) }
            : {
                name: `publish ${one.status}`,
                leases: one.id,
                run: (its, signal) => cast.publish(its, one.id, signal),
              },
          move.halt,
        )
      }
      case 'webhook': {
        const hashes = await sight.deliveries()
        const hash = hashes[move.which % Math.max(1, hashes.length)]
        return hash === undefined
          ? pass(PROCESSED_MS)
          : processes.start({ name: 'webhook', run: (its) => cast.webhook(its, hash) }, move.halt)
      }
      case 'resume':
        if (!processes.standsSomewhere())
          return make({ does: 'step', which: move.who, waits: true, halt: move.halt }, seen)
        return processes.resume(move.who, move.how, move.halt)
      case 'time':
        return pass(move.forMs)
      case 'next step':
        return nextStep(seen)
      case 'take over': {
        const id = processes.leasedBy(move.who)
        if (!id) return make({ does: 'step', which: move.who, waits: true, halt: move.halt }, seen)
        await pass(LEASE_OVER_MS)
        return processes.start(publishing(id, 'take over'), move.halt)
      }
      case 'work off':
        return processes.unblocked(stage.drain())
      case 'sweep':
        return processes.start({ name: 'sweep', run: (its) => cast.sweep(its) }, move.halt)
      case 'cancel':
        return one && processes.start({ name: 'cancel', run: (its) => cast.cancel(its, one) }, move.halt)
      case 'retry':
        return one && processes.start({ name: 'retry', run: (its) => cast.retry(its, one) }, move.halt)
      case 'resolve': {
        // Whoever resolves has looked, and waits while TikTok is at work on it.
        if (!one || one.live.some(({ phase }) => phase === 'processing')) return
        const outcome = one.live.length > 0 ? 'published' : 'failed'
        if (outcome === 'published' && one.mode === 'draft') return
        return processes.start({ name: `resolve ${outcome}`, run: (its) => cast.resolve(its, one, outcome) }, move.halt)
      }
      case 'put off': {
        const publishAt = new Date(clock.now().getTime() + 10 * MINUTE_MS).toISOString()
        return one && processes.start({ name: 'put off', run: (its) => cast.putOff(its, one, publishAt) }, move.halt)
      }
      case 'choose': {
        const account = await sight.account()
        if (!one || !account) return
        const wish = { accountId: account.id, mode: one.mode, privacyLevel: 'SELF_ONLY' }
        return processes.start({ name: 'choose', run: (its) => cast.choose(its, one, wish) }, move.halt)
      }
      case 'disconnect':
        return processes.start({ name: 'disconnect', run: (its) => cast.disconnect(its) }, move.halt)
      case 'reconnect':
        return processes.start({ name: 'reconnect', run: (its) => cast.connect(its) }, move.halt)
      case 'creator':
        return creatorDoes(stage, move.changes)
      case 'fault':
        simulator.faults.add({ ...move.fault, openId: stage.openId })
    }
  }

  /** Nothing goes wrong any more, and time passes until everybody stands still. */
  async function comeToRest(): Promise<void> {
    await processes.end(play.end)
    simulator.faults.clear()
    await ctx.pool.query(FORGET_JOBS)
    stage.calmCreator()
    await refreshLeaseOver()
    if (play.reconnects) await cast.connect(ctx)
    const end = clock.now().getTime() + HOUR_MS
    for (let due = await workOff(); due && due.getTime() < end && clock.now().getTime() < end; due = await workOff())
      await passUntil(new Date(Math.max(due.getTime(), clock.now().getTime() + MINUTE_MS)))
    for (const forMs of PATIENCES_MS) {
      if (!(await workOff())) return
      await pass(forMs)
    }
    await workOff()
  }

  /** All that is due, by the product's own workers. Gives the time of what comes next. */
  async function workOff(): Promise<Date | undefined> {
    await cast.sweep(ctx)
    await stage.drain()
    const seen = await sight.publications()
    return seen.flatMap(({ nextStepAt }) => nextStepAt ?? []).sort((a, b) => a.getTime() - b.getTime())[0]
  }

  await cast.connect(ctx)
  const accountId = (await sight.account())?.id ?? ''
  for (const [index, { mode, size, inMs }] of play.posts.entries()) {
    const publishAt = inMs === 0 ? 'now' : new Date(clock.now().getTime() + inMs).toISOString()
    await cast.compose(ctx, accountId, { mode, size, caption: `clip ${index}`, publishAt })
    if (size === 'chunked') simulator.faults.add(refusedPlan(mode))
  }
  let seen = await mustBeTrue()
  for (const move of play.moves) {
    // No two things happen at the same millisecond.
    clock.advance(1)
    tell(JSON.stringify(move))
    await make(move, seen)
    seen = await mustBeTrue()
  }
  tell('Everything goes well from here on.')
  await comeToRest()
  seen = await mustBeTrue()
  await mustBeTrue(looseEnds(seen, (await sight.account())?.status === 'active'))
  for (const { status, failure } of seen) stage.count(`ended ${status} ${failure?.code ?? ''}`.trim())
}

/** Then the chunks of the next plan are several. */
function refusedPlan(mode: 'direct' | 'draft'): FaultInput {
  return { endpoint: mode === 'direct' ? 'video_init' : 'inbox_init', times: 1, status: 400, code: 'invalid_params' }
}

async function creatorDoes({ simulator, openId, calmCreator }: ModelStage, changes: Creator): Promise<void> {
  switch (changes) {
    case 'posts drafts':
      for (const { phase, publishId } of simulator.state.tasks.values())
        if (phase === 'inbox')
          await fetch(`${simulator.url}/drafts/${publishId}`, {
            method: 'POST',
            redirect: 'manual',
            body: new URLSearchParams({ decision: 'post', caption: 'mine', privacy_level: 'SELF_ONLY' }),
          })
      break
    case 'revokes':
      simulator.revokeAuthorization(openId)
      break
    case 'loses tokens':
      simulator.expireAccessTokens(openId)
      break
    case 'is banned':
      simulator.banCreator(CREATOR)
      break
    case 'is private':
      simulator.changeCreator(CREATOR, { isPrivate: true })
      break
    case 'has posted enough':
      simulator.changeCreator(CREATOR, { hasPostedTooMuch: true })
      break
    case 'is as before':
      calmCreator()
  }
}
