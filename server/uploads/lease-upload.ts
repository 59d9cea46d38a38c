import { randomUUID } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { after } from '../clock.ts'
import type { Context } from '../context.ts'
import { AppError } from '../errors.ts'
import { askForUpload, getUpload, releaseUpload, renewUpload, takeUpload } from './uploads-store.ts'

/** A dead process's upload is free again after this long. */
const LEASE_MS = 10_000
const HEARTBEAT_MS = 2000
/** Longer than another process needs to hear that it should let go, or to be taken for dead. */
const PATIENCE_MS = 15_000
const ASK_AGAIN_MS = 500

/**
 * Takes an upload for this process until what it gives is called; meanwhile the upload counts as alive. `letGo` is called when another
 * process wants it, or has it. Throws `conflict` when the one before does not end. What has ended, or is not there, needs no lease.
 */
export async function leaseUpload(ctx: Context, id: string, letGo: () => void): Promise<() => Promise<void>> {
  const writerId = randomUUID()
  const writing = () => ({ id, writerId, now: ctx.clock.now(), until: after(ctx.clock.now(), LEASE_MS) })
  const patientUntil = performance.now() + PATIENCE_MS
  while (!(await takeUpload(ctx.db, writing()))) {
    const upload = await getUpload(ctx.db, id)
    if (!upload || upload.endedAt) return async () => {}
    if (performance.now() > patientUntil)
      throw new AppError('conflict', 'Another request still writes to this upload.', {
        remedy: 'Try again in a moment.',
      })
    await askForUpload(ctx.db, id)
    await wait(ASK_AGAIN_MS)
  }
  const complain = (err: unknown) => ctx.log.warn({ err, uploadId: id }, 'The lease of an upload could not be written')
  const heartbeat = setInterval(() => {
    renewUpload(ctx.db, writing())
      .then((renewed) => {
        if (!renewed || renewed.isWanted) letGo()
      })
      .catch(complain)
  }, HEARTBEAT_MS)
  return async () => {
    clearInterval(heartbeat)
    await releaseUpload(ctx.db, writing()).catch(complain)
  }
}
