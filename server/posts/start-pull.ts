import { setTimeout as sleep } from 'node:timers/promises'
import type { InitAnswer } from '#tiktok/client.ts'
import { TikTokError, TikTokNetworkError } from '#tiktok/errors.ts'
import { withAccessToken } from '../accounts/access-token.ts'
import type { Context } from '../context.ts'
import type { TransferRow } from '../db/tables.ts'
import { recordEvent } from '../events/record-event.ts'
import { publicFileOf } from '../media/public-file.ts'
import { publicUrl } from '../media/public-url.ts'
import { callInit, type Source } from './call-init.ts'
import type { Decision } from './decision.ts'
import { judgeFailure } from './judge-failure.ts'
import type { Lease } from './lease.ts'
import { lookAtUrls } from './look-at-urls.ts'
import { giveUpTransfer, intendTransfer } from './start-transfer.ts'
import { subjectOf } from './subject.ts'
import { keepPublishId } from './transfers-store.ts'
import type { Work } from './work.ts'

/** While a database restarts. */
const SAVE_DELAYS_MS = [100, 300, 900, 2700]

/**
 * The URLs looked at from here, room, the intent, then the init: TikTok fetches the video, or the images, itself. A post can
 * exist as soon as the init was sent. So an init without an answer is `unconfirmed` at once, and never sent again.
 */
export async function startPull(ctx: Context, lease: Lease, work: Work): Promise<Decision> {
  const files = work.media.map((media) => {
    const file = publicFileOf(media)
    return { ...file, fileName: media.fileName, url: publicUrl(ctx, file) }
  })
  const unreachable = await lookAtUrls(ctx, files)
  if (unreachable) return { kind: 'retry', failure: unreachable }

  const totalBytes = files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)
  const whole = { totalBytes, chunkBytes: totalBytes, chunkCount: 1 }
  // What `lastChunkAt` says of a file is true of a pull from its intent on: a post may exist.
  const intended = await intendTransfer(ctx, lease, work, { source: 'url', ...whole, lastChunkAt: ctx.clock.now() })
  if ('kind' in intended) return intended
  const source = sourceOf(
    work,
    files.map(({ url }) => url.reveal()),
  )
  const answer = await sendInit(ctx, work, source).catch(async (error: unknown) => {
    await giveUpTransfer(ctx, lease, work, intended)
    throw error
  })
  if (!('kind' in answer)) {
    await saveAnswer(ctx, lease, work, { transfer: intended, answer })
    return { kind: 'track' }
  }
  if (answer.kind !== 'unconfirmed') await giveUpTransfer(ctx, lease, work, intended)
  return answer
}

/** An init by URL was about to go out when its worker died: nobody knows whether it did. */
export function lostInit({ post }: Pick<Work, 'post'>): Decision {
  return unanswered(`Clipdeck was interrupted while it asked TikTok to fetch ${subjectOf(post)}.`, null)
}

function sourceOf({ post }: Work, urls: string[]): Source {
  const [videoUrl = ''] = urls
  return post.type === 'photo' ? { kind: 'photos', imageUrls: urls } : { kind: 'url', videoUrl }
}

/**
 * TikTok's answer, or what follows when it is no publish id. One replay after a token that TikTok no longer accepts.
 * Throws our own mistakes, as long as no init is out.
 */
async function sendInit(ctx: Context, work: Work, source: Source): Promise<InitAnswer | Decision> {
  let answer: InitAnswer | null = null
  // From the moment an init goes out until TikTok refuses it.
  let isOut = false
  const send = async (accessToken: string) => {
    isOut = true
    try {
      answer = await callInit(ctx, work, { source, accessToken })
      return answer
    } catch (error) {
      if (error instanceof TikTokError) isOut = error.mayHaveTakenEffect
      throw error
    }
  }
  try {
    return await withAccessToken(ctx, work.account.id, send)
  } catch (error) {
    // What goes wrong around a call takes nothing away from its answer.
    if (answer) return answer
    if (!isOut) return withRemedy(ctx, judgeFailure(error, ctx.clock.now()))
    ctx.log.warn({ err: error, publicationId: work.publication.id }, 'An init by URL got no answer')
    return error instanceof TikTokError ? afterSilence(error, work) : lostInit(work)
  }
}

function afterSilence(error: TikTokError, { post }: Work): Decision {
  const logId = 'logId' in error && typeof error.logId === 'string' ? error.logId : null
  const isSilent = error instanceof TikTokNetworkError
  const silence = `TikTok did not answer when asked to fetch ${subjectOf(post)}.`
  return unanswered(isSilent ? silence : error.message, logId)
}

function unanswered(detail: string, logId: string | null): Decision {
  const remedy = 'Look at the profile in TikTok, then say here whether it is there.'
  return { kind: 'unconfirmed', failure: { code: 'init_unanswered', detail, remedy, logId } }
}

/** The publish id first, and whoever holds the publication: nobody else has heard it, and without it nothing can be asked. */
async function saveAnswer(
  ctx: Context,
  lease: Lease,
  work: Work,
  { transfer, answer }: { transfer: TransferRow; answer: InitAnswer },
): Promise<void> {
  const { publishId, logId } = answer
  await keepAnswer(ctx, { id: transfer.id, publishId })
  work.transfer = { ...transfer, state: 'sent', publishId }
  await ctx.db.transaction().execute(async (tx) => {
    await lease.hold(tx)
    await recordEvent(tx, {
      publication: work.publication,
      at: ctx.clock.now(),
      kind: 'init',
      status: 'publishing',
      message: `TikTok takes ${subjectOf(work.post)} by URL.`,
      logId,
      progress: { sentBytes: 0, totalBytes: transfer.totalBytes },
    })
  })
}

async function keepAnswer(ctx: Context, answer: { id: string; publishId: string }): Promise<void> {
  for (const delayMs of SAVE_DELAYS_MS) {
    try {
      await keepPublishId(ctx.db, answer)
      return
    } catch (err) {
      ctx.log.error({ err, publishId: answer.publishId }, "TikTok's answer to an init could not be saved")
      // The one wait that cannot be a due step: what it waits with is nowhere else.
      await sleep(delayMs)
    }
  }
  await keepPublishId(ctx.db, answer)
}

/** TikTok speaks of a domain; whoever runs Clipdeck knows it as a setting. */
function withRemedy({ config }: Context, decision: Decision): Decision {
  if (!('failure' in decision) || decision.failure.code !== 'url_ownership_unverified') return decision
  const remedy = `Verify MEDIA_PUBLIC_URL (${config.mediaPublicUrl}/) under URL properties of the app in TikTok's developer portal, then retry.`
  return { ...decision, failure: { ...decision.failure, remedy } }
}
