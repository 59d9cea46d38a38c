import type { Insertable } from 'kysely'
import type { CreatePost, PostType, Target, UpdatePost } from '#shared/api/posts.ts'
import { misfitsOf } from '#shared/post-fields.ts'
import type { Context } from '../context.ts'
import type { PostRow, PublicationRow, PublicationsTable } from '../db/tables.ts'
import { invalidInput, notFound } from '../errors.ts'
import { notifyWorkspace } from '../events/notify-workspace.ts'
import { checkDurations } from './check-durations.ts'
import { checkMedia } from './check-media.ts'
import { checkTargets } from './check-targets.ts'
import { chooseAgain, tooLateToChange } from './choose-again.ts'
import { composedBefore, type RequestKey } from './composed-before.ts'
import {
  deletePost,
  findPost,
  insertPost,
  insertPostMedia,
  insertPublications,
  lockPost,
  mediaIdsOf,
  updatePost,
} from './posts-store.ts'
import { deletePublicationsOf, lockPublicationsOf } from './publications-store.ts'
import { type Author, scheduleIn } from './schedule-post.ts'
import { targetChoices } from './target-choices.ts'

/**
 * Saves a post and one publication per account; with `publishAt` it is scheduled in the same transaction. A request whose
 * `key` has made a post gets that one: whatever became of its first answer, it makes no second.
 */
export async function composePost(
  ctx: Context,
  author: Author,
  input: CreatePost,
  key: RequestKey | null = null,
): Promise<PostRow> {
  const now = ctx.clock.now()
  return ctx.db.transaction().execute(async (tx) => {
    const earlier = key && (await composedBefore(tx, author.workspaceId, key, now))
    if (earlier) return earlier
    const media = await checkMedia(tx, author.workspaceId, input)
    checkFields(input.type, input)
    await checkTargets(ctx, tx, author.workspaceId, input.targets)
    await checkDurations(tx, now, { media, targets: input.targets })
    const post = await insertPost(
      tx,
      {
        workspaceId: author.workspaceId,
        type: input.type,
        ...textsOf(input),
        publishAt: null,
        consent: null,
        createdBy: author.name,
        idempotencyKey: key?.key ?? null,
        requestHash: key?.requestHash ?? null,
        createdAt: now,
        updatedAt: now,
      },
      input.mediaIds,
    )
    await insertPublications(
      tx,
      input.targets.map((target, position) => publicationOf(post, target, position, now)),
    )
    if (input.publishAt || input.targets.some((target) => target.publishAt))
      await scheduleIn(ctx, tx, author, post.id, {
        publishAt: input.publishAt,
        consent: input.consent,
        targets: input.targets,
        onFull: input.onFull,
      })
    await notifyWorkspace(tx, author.workspaceId, { type: 'post', postId: post.id })
    return post
  })
}

/**
 * Changes a post of which nothing has begun. Fields that are left out stay; `targets` replaces all of them. Of a post
 * that has begun, only what is held can be chosen again.
 */
export async function editPost(ctx: Context, author: Author, postId: string, input: UpdatePost): Promise<void> {
  const now = ctx.clock.now()
  await ctx.db.transaction().execute(async (tx) => {
    const post = await lockPost(tx, author.workspaceId, postId)
    if (!post) throw notFound('post')
    checkFields(post.type, input)
    const publications = await lockPublicationsOf(tx, postId)
    if (publications.some(hasBegun)) return chooseAgain(ctx, tx, { author, post, publications }, input)
    const mediaIds = input.mediaIds ?? (await mediaIdsOf(tx, [postId])).get(postId) ?? []
    const photoCoverIndex = input.photoCoverIndex ?? post.photoCoverIndex
    const media = await checkMedia(tx, author.workspaceId, { type: post.type, mediaIds, photoCoverIndex })
    if (input.mediaIds) await insertPostMedia(tx, postId, input.mediaIds)
    if (input.targets) {
      await checkTargets(ctx, tx, author.workspaceId, input.targets)
      await deletePublicationsOf(tx, postId)
      await insertPublications(
        tx,
        input.targets.map((target, position) => publicationOf(post, target, position, now)),
      )
    }
    if (input.mediaIds || input.targets)
      await checkDurations(tx, now, { media, targets: input.targets ?? publications })
    await updatePost(tx, postId, { ...textsOf({ ...post, ...input }), updatedAt: now })
    const publishAt = input.publishAt ?? post.publishAt?.toISOString()
    const hasOwnTimes = input.targets?.some((target) => target.publishAt)
    if (hasOwnTimes || (publishAt && (input.targets || input.publishAt)))
      await scheduleIn(ctx, tx, author, postId, {
        publishAt,
        consent: input.consent ?? post.consent ?? undefined,
        targets: input.targets,
        onFull: input.onFull,
      })
    await notifyWorkspace(tx, author.workspaceId, { type: 'post', postId })
  })
}

/** Deletes a post of which nothing has begun. What was published keeps its history. */
export async function removePost(ctx: Context, workspaceId: string, postId: string): Promise<void> {
  await ctx.db.transaction().execute(async (tx) => {
    if (!(await findPost(tx, workspaceId, postId))) throw notFound('post')
    if ((await lockPublicationsOf(tx, postId)).some(hasBegun)) throw tooLateToChange()
    await deletePost(tx, postId)
    await notifyWorkspace(tx, workspaceId, { type: 'post', postId })
  })
}

function checkFields(type: PostType, input: UpdatePost): void {
  const misfits = misfitsOf(type, input)
  if (misfits.length > 0) throw invalidInput(...misfits)
}

function hasBegun({ status, startedAt }: PublicationRow): boolean {
  return startedAt !== null || !['draft', 'scheduled', 'cancelled'].includes(status)
}

type Texts = { [Field in 'caption' | 'title' | 'description']?: string | null | undefined } & {
  coverTimestampMs?: number | null | undefined
  photoCoverIndex?: number | null | undefined
}

function textsOf(input: Texts) {
  return {
    caption: input.caption ?? null,
    title: input.title ?? null,
    description: input.description ?? null,
    coverTimestampMs: input.coverTimestampMs ?? null,
    photoCoverIndex: input.photoCoverIndex ?? null,
  }
}

function publicationOf(post: PostRow, target: Target, position: number, now: Date): Insertable<PublicationsTable> {
  return {
    workspaceId: post.workspaceId,
    postId: post.id,
    position,
    accountId: target.accountId,
    status: 'draft',
    ...targetChoices(target),
    publishAt: null,
    ownPublishAt: null,
    nextStepAt: null,
    leaseId: null,
    leaseUntil: null,
    processingSince: null,
    url: null,
    failure: null,
    startedAt: null,
    finishedAt: null,
    updatedAt: now,
  }
}
