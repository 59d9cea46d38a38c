import type { Failure } from '#shared/api/posts.ts'
import type { PublicationStatus } from '#shared/publication-status.ts'
import { after } from '../clock.ts'
import type { Context } from '../context.ts'
import type { Tx } from '../db/db.ts'
import type { TransferRow } from '../db/tables.ts'
import { recordEvent } from '../events/record-event.ts'
import type { Decision } from './decision.ts'
import { heedCap } from './heed-cap.ts'
import { type Lease, NO_WORKER } from './lease.ts'
import { isMendedByReconnect } from './mended-by-reconnect.ts'
import { noteRefusedGrant } from './note-refused-grant.ts'
import { pollDelayMs } from './poll-delay.ts'
import { movePublication, type PublicationChange, updatePublication } from './publications-store.ts'
import { costsAttempt, retryDelayMs } from './retry-ladder.ts'
import { subjectOf } from './subject.ts'
import { furthestSent, SENT, updateTransfer } from './transfers-store.ts'
import type { Work } from './work.ts'

/** Writes what follows from a step of `publishPost`: state, next step, end of the lease and timeline in one transaction. */
export async function applyDecision(ctx: Context, lease: Lease, work: Work, judged: Decision): Promise<void> {
  await ctx.db.transaction().execute(async (tx) => {
    await lease.hold(tx)
    const decision = await heedCap(ctx, tx, work, judged)
    const step = new Step(ctx, tx, work)
    switch (decision.kind) {
      case 'track':
        return step.track()
      case 'wait':
        return step.comeBack(decision.until, decision.failure, { kind: 'waiting' })
      case 'retry':
        return step.retry(decision.failure)
      case 'hold':
        return step.hold(decision.failure)
      case 'unconfirmed':
        return step.unconfirmed(decision.failure)
      case 'fail':
        return step.end(decision.failure)
      case 'continue':
        throw new Error('A step ended without saying what follows.')
    }
  })
}

/** One transaction's worth of consequences for one publication in `publishing`. */
class Step {
  readonly #ctx: Context
  readonly #tx: Tx
  readonly #work: Work
  readonly #now: Date

  constructor(ctx: Context, tx: Tx, work: Work) {
    this.#ctx = ctx
    this.#tx = tx
    this.#work = work
    this.#now = ctx.clock.now()
  }

  async track(): Promise<void> {
    const { transfer } = this.#work
    const progress = transfer && transfer.state !== 'sent' ? await this.#markSent(transfer) : {}
    const nextStepAt = after(this.#now, pollDelayMs(0))
    await this.#move(
      'processing',
      { ...progress, nextStepAt, processingSince: this.#now, statusPolls: 0, failure: null },
      transfer?.source === 'url'
        ? { kind: 'pulling', message: `TikTok is fetching ${subjectOf(this.#work.post)}.` }
        : { kind: 'uploaded', message: 'TikTok has everything and is processing it.' },
    )
  }

  /** An upload that came further than any before ends a row of failures. */
  async #markSent({ id, totalBytes }: TransferRow): Promise<PublicationChange> {
    const { publication } = this.#work
    const hasFailed = publication.stepFailures > 0
    const isProgress = hasFailed && totalBytes > (await furthestSent(this.#tx, publication.id))
    this.#work.transfer = await updateTransfer(this.#tx, id, { ...SENT, sentBytes: totalBytes })
    return isProgress ? { stepFailures: 0 } : {}
  }

  /** Goes on at `until`. What has no upload under way is `scheduled` again, with the new time shown. */
  async comeBack(
    until: Date,
    failure: Failure,
    { kind, ...change }: PublicationChange & { kind: string },
  ): Promise<void> {
    const { transfer } = this.#work
    const waiting = { ...change, nextStepAt: until, failure: JSON.stringify(failure) }
    const message = `${failure.detail} Goes on at ${until.toISOString()}.`
    if (transfer) await this.#stay(waiting, { kind, message, failure })
    else await this.#move('scheduled', waiting, { kind, message, failure })
  }

  async retry(failure: Failure): Promise<void> {
    const { publication } = this.#work
    const stepFailures = publication.stepFailures + 1
    const delayMs = retryDelayMs(stepFailures, this.#ctx.random)
    if (delayMs === null)
      return this.end({
        ...failure,
        remedy: 'It was tried for an hour. Mend what the reason names, then retry.',
      })
    const attempts = publication.attempts + (costsAttempt(stepFailures) ? 1 : 0)
    return this.comeBack(after(this.#now, delayMs), failure, { kind: 'retrying', stepFailures, attempts })
  }

  async hold(failure: Failure): Promise<void> {
    if (
      isMendedByReconnect(failure.code) &&
      (await noteRefusedGrant(this.#ctx, this.#tx, this.#work.account, failure.code))
    )
      return this.comeBack(this.#now, failure, { kind: 'retrying' })
    if (this.#mayBeLive()) return this.unconfirmed(failure)
    await this.#move(
      'held',
      { nextStepAt: null, failure: JSON.stringify(failure) },
      { kind: 'held', message: `${failure.detail} ${failure.remedy}`, failure },
    )
  }

  /** The last byte, or the init by URL, went out, and no answer has said yet that no post can come of it. */
  #mayBeLive(): boolean {
    return this.#work.transfer?.lastChunkAt != null
  }

  async unconfirmed(failure: Failure): Promise<void> {
    const nextStepAt = after(this.#now, pollDelayMs(0))
    await this.#move(
      'unconfirmed',
      { nextStepAt, processingSince: this.#now, failure: JSON.stringify(failure) },
      {
        kind: 'unconfirmed',
        message: `${failure.detail} It may be live; it is never sent again by itself.`,
        failure,
      },
    )
  }

  async end(failure: Failure): Promise<void> {
    if (this.#mayBeLive())
      return this.unconfirmed({
        ...failure,
        remedy: 'TikTok is being asked; look at the profile, then say here whether it is there.',
      })
    await this.#move(
      'failed',
      { nextStepAt: null, finishedAt: this.#now, failure: JSON.stringify(failure) },
      {
        kind: 'failed',
        message: `${failure.detail} ${failure.remedy}`,
        failure,
      },
    )
  }

  async #move(
    to: PublicationStatus,
    change: PublicationChange,
    event: { kind: string; message: string; failure?: Failure },
  ) {
    const { publication } = this.#work
    const moved = await movePublication(
      this.#tx,
      { id: publication.id, from: 'publishing', to },
      { ...change, ...NO_WORKER, updatedAt: this.#now },
    )
    if (moved) await this.#record(to, event)
  }

  async #stay(change: PublicationChange, event: { kind: string; message: string; failure: Failure }) {
    const { publication } = this.#work
    const updated = await updatePublication(
      this.#tx,
      { id: publication.id, status: 'publishing' },
      { ...change, ...NO_WORKER, updatedAt: this.#now },
    )
    if (updated) await this.#record('publishing', event)
  }

  async #record(
    status: PublicationStatus,
    { kind, message, failure }: { kind: string; message: string; failure?: Failure },
  ) {
    const { publication, transfer } = this.#work
    await recordEvent(this.#tx, {
      publication,
      at: this.#now,
      kind,
      status,
      message,
      code: failure?.code ?? null,
      logId: failure?.logId ?? null,
      progress: { sentBytes: transfer?.sentBytes ?? 0, totalBytes: transfer?.totalBytes ?? 0 },
    })
  }
}
