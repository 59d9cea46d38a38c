import type { Endpoint } from './endpoints.ts'

/** Where a process stops: at its point number `point`, before, during or after what it does there; for a while, or for ever. */
export type Halt = { point: number; side: 'before' | 'during' | 'after'; dies: boolean }

/** Keeps the next call to an endpoint at TikTok until `release`. `arrived` resolves when it is there. */
export type HoldCall = (endpoint: Endpoint) => { arrived: Promise<void>; release(): void }

type OpenClient = { inTransaction: boolean; rollBack(): Promise<void> }

/** Nothing that a dead process still wants to do is done. */
export class DeadError extends Error {
  override name = 'DeadError'
}

/**
 * One process at work, which can be halted or killed at any statement and any call to TikTok. The points are counted from
 * 0. Of what it was doing when it died, only what the database or TikTok had taken already is done.
 */
export class Life {
  readonly clients = new Set<OpenClient>()
  /** What it did, for whoever reads a failure. */
  readonly trail: string[] = []
  isDead = false
  #count = 0
  #halt: Halt | null
  #mayHalt: () => Promise<boolean>
  #holdCall: HoldCall
  #stop = Promise.withResolvers<'halted' | 'dead'>()
  #goOn = Promise.withResolvers<void>()

  constructor(parts: { halt: Halt | null; mayHalt: () => Promise<boolean>; holdCall: HoldCall }) {
    this.#halt = parts.halt
    this.#mayHalt = parts.mayHalt
    this.#holdCall = parts.holdCall
  }

  get isInTransaction(): boolean {
    return [...this.clients].some(({ inTransaction }) => inTransaction)
  }

  /** Resolves when it halts or dies; never when it comes to its end. */
  get stopped(): Promise<'halted' | 'dead'> {
    return this.#stop.promise
  }

  /** Goes on, up to the next halt if there is one. */
  resume(halt: Halt | null): void {
    this.#halt = halt && { ...halt, point: this.#count + halt.point }
    this.#stop = Promise.withResolvers()
    const goOn = this.#goOn
    this.#goOn = Promise.withResolvers()
    goOn.resolve()
  }

  async die(): Promise<void> {
    if (this.isDead) return
    this.isDead = true
    for (const client of this.clients) await client.rollBack()
    this.#goOn.resolve()
    this.#stop.resolve('dead')
  }

  /** A statement. */
  statement<T>(name: string, act: () => Promise<T>): Promise<T> {
    return this.#point(name, act)
  }

  /** A call to TikTok, which may also be under way when the process halts. */
  call<T>(endpoint: Endpoint, act: () => Promise<T>): Promise<T> {
    return this.#point(endpoint, act, endpoint)
  }

  async #point<T>(name: string, act: () => Promise<T>, endpoint?: Endpoint): Promise<T> {
    this.#mustLive()
    const halt = this.#halt?.point === this.#count++ ? this.#halt : null
    this.trail.push(name)
    if (halt && (halt.side === 'before' || (halt.side === 'during' && !endpoint))) await this.#stopHere(halt)
    const result = halt?.side === 'during' && endpoint ? await this.#during(halt, endpoint, act) : await act()
    this.#mustLive()
    if (halt?.side === 'after') await this.#stopHere(halt)
    return result
  }

  async #during<T>(halt: Halt, endpoint: Endpoint, act: () => Promise<T>): Promise<T> {
    const hold = this.#holdCall(endpoint)
    const acting = act()
    const ended = acting.then(
      () => false,
      () => false,
    )
    try {
      if (await Promise.race([hold.arrived.then(() => true), ended])) await this.#stopHere(halt, hold.release)
    } finally {
      hold.release()
      await ended
    }
    return acting
  }

  async #stopHere(halt: Halt, beforeDeath: () => void = () => {}): Promise<void> {
    this.trail.push(halt.dies ? `dies ${halt.side}` : `halts ${halt.side}`)
    if (halt.dies) {
      beforeDeath()
      await this.die()
    } else if (await this.#mayHalt()) {
      this.#stop.resolve('halted')
      await this.#goOn.promise
    }
    this.#mustLive()
  }

  #mustLive(): void {
    if (this.isDead) throw new DeadError('This process is dead.')
  }
}
