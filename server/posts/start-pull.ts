import { setTimeout as sleep } from 'node:timers/promises'
import type { Failure } from '#shared/api/posts.ts'
import type { InitAnswer } from '#tiktok/client.ts'
import { TikTokError, TikTokNetworkError } from '#tiktok/errors.ts'
import { withAccessToken } from '../accounts/access-token.ts'
import type { Context } from '../context.ts'
import type { TransferRow } from '../db/tables.ts'
import { recordEvent } from '../events/record-event.ts'
import { publicUrl } from '../media/public-url.ts'
import { publicUrlProblem } from '../media/public-url-problem.ts'
import type { Secret } from '../vault/secret.ts'
import type { Decision } from './decision.ts'
import { judgeFailure } from './judge-failure.ts'
import type { Lease } from './lease.ts'
import { callInit, giveUpTransfer, intendTransfer } from './start-transfer.ts'
import { keepPublishId } from './transfers-store.ts'
import { videoOf, type Work } from './work.ts'

/** While a database restarts. */
const SAVE_DELAYS_MS = [100, 300, 900, 2700]

/**
 * The URL looked at from here, room, the intent, then the init: TikTok fetches the video itself. A post can exist as soon
 * as the init was sent. So an init without an answer is `unconfirmed` at once, and never sent again.
 */
export async function startPull(ctx: Context, lease: Lease, work: Work): Promise<Decision> {
  const video = videoOf(work)
  const url = publicUrl(ctx, video)
  const problem = await publicUrlProblem(url, video)
  if (problem) return { kind: 'retry', failure: unreachable(ctx, problem) }

  const whole = { totalBytes: video.sizeBytes, chunkBytes: video.sizeBytes, chunkCount: 1 }
  // What `lastChunkAt` says of a file is true of a pull from its intent on: a post may exist.
  const intended = await intendTransfer(ctx, lease, work, { source: 'url', ...whole, lastChunkAt: ctx.clock.now() })
  if ('kind' in intended) return intended
  const answer = await sendInit(ctx, work, url).catch(async (error: unknown) => {
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
export function lostInit(): Decision {
  return unanswered('Clipdeck was interrupted while it asked TikTok to fetch the video.', null)
}

/**
 * TikTok's answer, or what follows when it is no publish id. One replay after a token that TikTok no longer accepts.
 * Throws our own mistakes, as long as no init is out.
 */
async function sendInit(ctx: Context, work: Work, url: Secret): Promise<InitAnswer | Decision> {
  let answer: InitAnswer | null = null
  // From the moment an init goes out until TikTok refuses it.
  let isOut = false
  const send = async (accessToken: string) => {
    isOut = true
    try {
      answer = await callInit(ctx, work, { source: { kind: 'url', videoUrl: url.reveal() }, accessToken })
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
    return error instanceof TikTokError ? afterSilence(error) : lostInit()
  }
}

function afterSilence(error: TikTokError): Decision {
  const logId = 'logId' in error && typeof error.logId === 'string' ? error.logId : null
  const isSilent = error instanceof TikTokNetworkError
  return unanswered(isSilent ? 'TikTok did not answer when asked to fetch the video.' : error.message, logId)
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
      message: 'TikTok takes the video by URL.',
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

function unreachable({ config }: Context, problem: string): Failure {
  return {
    code: 'media_url_unreachable',
    detail: `The video cannot be fetched from MEDIA_PUBLIC_URL (${config.mediaPublicUrl}): ${problem}.`,
    remedy:
      'Let MEDIA_PUBLIC_URL lead to Clipdeck, from the internet and from the workers. It is tried again by itself.',
  }
}

/** TikTok speaks of a domain; whoever runs Clipdeck knows it as a setting. */
function withRemedy({ config }: Context, decision: Decision): Decision {
  if (!('failure' in decision) || decision.failure.code !== 'url_ownership_unverified') return decision
  const remedy = `Verify MEDIA_PUBLIC_URL (${config.mediaPublicUrl}/) under URL properties of the app in TikTok's developer portal, then retry.`
  return { ...decision, failure: { ...decision.failure, remedy } }
}
