import type { Target } from '#shared/api/posts.ts'
import type { FullAccount } from '#shared/api/problem.ts'
import { canSchedule } from '#shared/publication-status.ts'
import { after } from '../clock.ts'
import type { Context } from '../context.ts'
import type { Tx } from '../db/db.ts'
import type { PublicationRow } from '../db/tables.ts'
import { AppError, type FieldError, invalidInput, notFound } from '../errors.ts'
import { notifyWorkspace } from '../events/notify-workspace.ts'
import { recordEvent } from '../events/record-event.ts'
import { consentText } from './consent-text.ts'
import { findRoom, type Place, reasonOf, type Wish } from './find-room.ts'
import { lockPost, updatePost } from './posts-store.ts'
import { movePublication, publicationsOf, updatePublication } from './publications-store.ts'

/** Who composes or schedules: kept with the post and its consent. */
export type Author = { workspaceId: string; name: string }

export type Schedule = {
  /** A time, or `now`. */
  publishAt: string | undefined
  consent?: { musicUsage: boolean } | undefined
  /** Times of single accounts, which win over the post's. */
  targets?: Pick<Target, 'accountId' | 'publishAt'>[] | undefined
  /** `next`: where TikTok has no room at a time, the first free one is taken; otherwise that is refused. */
  onFull?: 'next' | undefined
}

/** A time that passed while the request was on its way is still "now". */
const PAST_TOLERANCE_MS = 30_000

/** Draft → scheduled for every publication of the post that has not begun, or another time for what is scheduled or came too late. */
export async function schedulePost(ctx: Context, author: Author, postId: string, schedule: Schedule): Promise<void> {
  await ctx.db.transaction().execute(async (tx) => {
    await scheduleIn(ctx, tx, author, postId, schedule)
    await notifyWorkspace(tx, author.workspaceId, { type: 'post', postId })
  })
}

/** The same, inside a transaction that composes the post: it is scheduled exactly if it is saved. */
export async function scheduleIn(
  ctx: Context,
  tx: Tx,
  author: Author,
  postId: string,
  schedule: Schedule,
): Promise<void> {
  const post = await lockPost(tx, author.workspaceId, postId)
  if (!post) throw notFound('post')
  const now = ctx.clock.now()
  const publications = (await publicationsOf(tx, [postId])).filter(canSchedule)
  if (publications.length === 0)
    throw new AppError('conflict', 'There is nothing to schedule: add an account, or make a new post.', {
      fields: [{ path: 'targets', message: 'Choose at least one account.' }],
    })

  const { pullProblem } = ctx.config.tiktok
  if (post.type === 'photo' && pullProblem) throw noPhotos(pullProblem)
  const times = publications.map((publication) => timeOf(publication, schedule))
  checkTimes(times, schedule, now)
  const consent = schedule.consent ?? post.consent ?? undefined
  if (publications.some(({ mode }) => mode === 'direct') && !consent?.musicUsage)
    throw invalidInput({
      path: 'consent.musicUsage',
      message: "Agree to TikTok's Music Usage Confirmation before a direct post is scheduled.",
    })

  const wishes = publications.flatMap((publication, index) => {
    const time = times[index]
    return time ? [{ publication, at: momentOf(time, now), path: pathOf(publication, schedule) }] : []
  })
  const places = await findRoom(ctx, tx, { workspaceId: author.workspaceId, wishes, onFull: schedule.onFull })
  for (const wish of wishes) await scheduleOne(ctx, tx, wish, places.get(wish.publication.id))
  const isBranded = publications.some(({ brandContent }) => brandContent)
  await updatePost(tx, postId, {
    ...(schedule.publishAt && { publishAt: earliestOf(wishes, places, momentOf(schedule.publishAt, now)) }),
    ...(schedule.consent && { consent: storedConsent({ consent: schedule.consent, isBranded, author, now }) }),
    updatedAt: now,
  })
}

/** What would be held at its time is refused now. As a draft of ours it may lie until it can be posted. */
function noPhotos(problem: string): AppError {
  return new AppError('conflict', `Photos cannot be posted here. ${problem}`, {
    remedy: 'Make a slideshow of the images and post that as a video, or have MEDIA_PUBLIC_URL changed.',
    fields: [{ path: 'type', message: problem }],
  })
}

/** Who agreed to which line, and when. */
export function storedConsent({
  consent,
  isBranded,
  author,
  now,
}: {
  consent: { musicUsage: boolean }
  isBranded: boolean
  author: Author
  now: Date
}): string {
  const { musicUsage } = consent
  return JSON.stringify({ musicUsage, text: consentText(isBranded), by: author.name, at: now.toISOString() })
}

function momentOf(time: string, now: Date): Date {
  return time === 'now' ? now : new Date(time)
}

function pathOf({ accountId }: PublicationRow, { targets }: Schedule): string {
  const index = targets?.findIndex((target) => target.accountId === accountId) ?? -1
  return index < 0 ? 'publishAt' : `targets.${index}.publishAt`
}

/** The post's time is that of the first publication that has it; all of them may have moved. */
function earliestOf(wishes: Wish[], places: Map<string, Place>, publishAt: Date): Date {
  const moved = wishes.filter(({ at }) => at.getTime() === publishAt.getTime())
  const times = moved.map(({ publication, at }) => places.get(publication.id)?.at ?? at)
  return times.reduce((first, at) => (at < first ? at : first), times[0] ?? publishAt)
}

function timeOf(publication: PublicationRow, { publishAt, targets }: Schedule): string | undefined {
  return targets?.find(({ accountId }) => accountId === publication.accountId)?.publishAt ?? publishAt
}

function checkTimes(times: (string | undefined)[], { publishAt, targets }: Schedule, now: Date): void {
  const isPast = (time: string | undefined) =>
    time !== undefined && time !== 'now' && new Date(time) < after(now, -PAST_TOLERANCE_MS)
  const message = 'This time has passed. Choose a later one, or "now".'
  const problems: FieldError[] = []
  if (isPast(publishAt)) problems.push({ path: 'publishAt', message })
  for (const [index, target] of (targets ?? []).entries())
    if (isPast(target.publishAt)) problems.push({ path: `targets.${index}.publishAt`, message })
  if (problems.length > 0) throw invalidInput(...problems)
  if (times.every((time) => time === undefined))
    throw invalidInput({ path: 'publishAt', message: 'Give a time, or "now".' })
}

async function scheduleOne(ctx: Context, tx: Tx, { publication, at }: Wish, place: Place | undefined): Promise<void> {
  const now = ctx.clock.now()
  const publishAt = place?.at ?? at
  const change = { publishAt, nextStepAt: publishAt, failure: null, updatedAt: now }
  const { id, status } = publication
  const scheduled =
    status === 'scheduled'
      ? await updatePublication(tx, { id, status }, change)
      : await movePublication(tx, { id, from: status, to: 'scheduled' }, change)
  if (!scheduled) throw new AppError('conflict', 'Publishing has just begun; the time can no longer be changed.')
  await recordEvent(tx, {
    publication,
    at: now,
    kind: status === 'draft' ? 'scheduled' : 'rescheduled',
    status: 'scheduled',
    message: `Will be published at ${publishAt.toISOString()}.${place?.full ? ` It was to be at ${at.toISOString()}: ${reasonOf(place.full)}` : ''}`,
    code: place?.full ? codeOf(place.full) : null,
  })
}

/** The same words as for what finds no room when it is published. */
function codeOf({ isAppFull, mode }: FullAccount): string {
  if (isAppFull) return 'posting_accounts_cap'
  return mode === 'draft' ? 'pending_drafts_cap' : 'daily_posts_cap'
}
