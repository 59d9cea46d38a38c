import type { Context } from '#server/context.ts'
import { AppError } from '#server/errors.ts'
import { createLogger } from '#server/logger.ts'
import { type Halt, Life } from './life.ts'
import type { ModelStage } from './model-stage.ts'
import { mortalContext } from './mortal-context.ts'
import type { createSight } from './sight.ts'

type Scene = { stage: ModelStage; sight: ReturnType<typeof createSight>; tell: (line: string) => void }

export type Work = {
  name: string
  /** The publication that a worker wants the lease of. */
  leases?: string
  run: (ctx: Context, signal: AbortSignal) => Promise<unknown>
}

type Process = {
  work: Work
  life: Life
  stopping: AbortController
  ended: Promise<'ended'>
  /** The lease that it took, as far as it is known. */
  leaseId: string | null
}

const MOST = 3

/** The processes of the fleet: each does one thing, some stand halted somewhere while others act. */
export function createProcesses({ stage, sight, tell }: Scene) {
  const { simulator } = stage
  const halted: Process[] = []
  const complaints: string[] = []
  /** How often one went on, and how many steps are being waited for. */
  let turns = 0
  let atWork = 0

  const holdCall: ConstructorParameters<typeof Life>[0]['holdCall'] = (endpoint) => {
    const arrival = Promise.withResolvers<void>()
    const { promise, resolve } = Promise.withResolvers<void>()
    const faultId = simulator.faults.add({
      endpoint,
      times: 1,
      run: () => {
        arrival.resolve()
        return promise
      },
    })
    const release = () => {
      simulator.faults.remove(faultId)
      resolve()
    }
    return { arrived: arrival.promise, release }
  }

  /** Lets `step` come to its end or its next halt. Who holds a lock that it waits for goes on first. */
  async function unblocked<T>(step: Promise<T>): Promise<T> {
    let isOver = false
    atWork++
    const over = step.finally(() => {
      isOver = true
      atWork--
    })
    while (!isOver && halted.some(({ life }) => life.isInTransaction)) {
      if (!(await sight.isSomebodyBlocked())) continue
      for (const process of halted.filter(({ life }) => life.isInTransaction))
        if (halted.includes(process)) await goOn(process, null)
    }
    return over
  }

  async function goOn(process: Process, halt: Halt | null): Promise<void> {
    const index = halted.indexOf(process)
    if (index >= 0) halted.splice(index, 1)
    const { work, life, leaseId } = process
    tell(`${work.name} goes on`)
    const before = leaseId && work.leases && atWork === 0 ? await lostLease(work.leases, leaseId) : null
    if (before) stage.count('went on without its lease')
    const turn = ++turns
    life.resume(halt)
    await watch(process)
    // If it had to wait for another one, what has changed may be the other one's.
    if (before && work.leases && turn === turns && before !== (await sight.everythingOf(work.leases)))
      complaints.push(`${work.name} wrote though its lease was lost`)
  }

  /** What stands there of a publication that another worker has taken; null while it is still this one's. */
  async function lostLease(publicationId: string, leaseId: string): Promise<string | null> {
    return (await sight.leaseOf(publicationId)) === leaseId ? null : sight.everythingOf(publicationId)
  }

  async function watch(process: Process): Promise<void> {
    const { work, life } = process
    const outcome = await unblocked(Promise.race([process.ended, life.stopped]))
    stage.count(outcome === 'halted' && life.isInTransaction ? 'halted in a transaction' : outcome)
    tell(`${work.name} ${outcome} [${life.trail.splice(0).join(' · ')}]`)
    if (outcome === 'halted') halted.push(process)
  }

  function complainOf({ name }: Work, life: Life, stopping: AbortController) {
    return (error: unknown) => {
      if (life.isDead || stopping.signal.aborted || error instanceof AppError) return
      complaints.push(`${name} failed: ${error instanceof Error ? error.stack : String(error)}`)
    }
  }

  return {
    complaints,
    unblocked,

    /** The publication that one of the halted ones has a lease of. */
    leasedBy(who: number): string | undefined {
      const leased = halted.flatMap(({ work, leaseId }) => (leaseId && work.leases) || [])
      return leased[who % Math.max(1, leased.length)]
    },

    standsSomewhere: () => halted.length > 0,

    /** Starts one. With all places taken by halted ones, nothing begins. */
    async start(work: Work, halt: Halt | null): Promise<void> {
      if (halted.length >= MOST) return
      const life = new Life({ halt, mayHalt: async () => !(await sight.isRefreshing()), holdCall })
      const stopping = new AbortController()
      const ctx = { ...mortalContext(stage.ctx, stage.tiktok, life), log: logOf(life, complaints) }
      const leaseBefore = work.leases ? await sight.leaseOf(work.leases) : null
      const ended = work
        .run(ctx, stopping.signal)
        .catch(complainOf(work, life, stopping))
        .then(() => 'ended' as const)
      const process: Process = { work, life, stopping, ended, leaseId: null }
      await watch(process)
      const lease = work.leases && halted.includes(process) ? await sight.leaseOf(work.leases) : null
      if (lease !== leaseBefore) process.leaseId = lease
    },

    /** One of those that stand halted. */
    async resume(who: number, how: 'goes on' | 'dies' | 'is told to stop', halt: Halt | null): Promise<void> {
      const process = halted[who % Math.max(1, halted.length)]
      if (!process) return
      if (how === 'is told to stop') process.stopping.abort()
      if (how === 'dies') await kill(process)
      else await goOn(process, halt)
    },

    async end(how: 'all go on' | 'all die'): Promise<void> {
      for (let process = halted[0]; process; process = halted[0])
        if (how === 'all die') await kill(process)
        else await goOn(process, null)
    },
  }

  async function kill(process: Process): Promise<void> {
    halted.splice(halted.indexOf(process), 1)
    tell(`${process.work.name} dies where it stands`)
    await process.life.die()
    await process.ended
  }
}

/** Only a mistake of our own is logged as an error; what a dead process says is not heard. */
function logOf(life: Life, complaints: string[]) {
  return createLogger({
    level: 'error',
    destination: {
      write: (line) => {
        if (!life.isDead) complaints.push(`logged: ${line}`)
      },
    },
  })
}
