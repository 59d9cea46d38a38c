import type { FastifyInstance, FastifyReply } from 'fastify'
import { z } from 'zod'
import { type Post, PrivacyLevel } from '../entities.ts'
import { creatorsPage, profilePage } from '../pages/creators.ts'
import { draftsPage } from '../pages/drafts.ts'
import { faultsPage } from '../pages/faults.ts'
import { feedPage, missingPage, postPage } from '../pages/feed.ts'
import { discardDraft, postDraft } from '../publish-life.ts'
import { readBody } from '../read-body.ts'
import type { World } from '../world.ts'

const POSTS_PER_PAGE = 20
const SHOWN_TASKS = 8

const FeedQuery = z.object({ before: z.coerce.number().optional() })
const PostParams = z.object({ username: z.string(), postId: z.string() })
const UsernameParams = z.object({ username: z.string() })
const DraftParams = z.object({ publishId: z.string() })

/** What the world would see, and the creators' side of it. */
export function addFeedRoutes(app: FastifyInstance, world: World): void {
  app.setNotFoundHandler(async (_request, reply) => page(reply.code(404), missingPage()))

  app.get('/', async (request, reply) => page(reply, feed(world, FeedQuery.parse(request.query).before)))
  app.get('/creators', async (_request, reply) => {
    const connected = new Set(world.state.grants.values().map((grant) => grant.creatorId))
    return page(reply, creatorsPage(world.state.creators.values(), connected))
  })
  app.get('/drafts', async (_request, reply) => page(reply, drafts(world)))
  app.get('/faults', async (_request, reply) => page(reply, faultsPage(world.faults.list())))
  app.get('/_simulator/version', async () => ({ version: versionOf(world) }))

  app.get('/@:username', async (request, reply) => {
    const { username } = UsernameParams.parse(request.params)
    const creator = world.state.creators.values().find((it) => it.username === username)
    if (!creator) return page(reply.code(404), missingPage())
    const posts = newestFirst(world).filter((it) => it.creatorId === creator.creatorId)
    const grant = world.state.grants.values().find((it) => it.creatorId === creator.creatorId)
    return page(reply, profilePage(creator, posts, grant?.openId ?? null))
  })
  for (const kind of ['video', 'photo'])
    app.get(`/@:username/${kind}/:postId`, async (request, reply) => {
      const { username, postId } = PostParams.parse(request.params)
      const post = world.state.posts.get(postId)
      const creator = world.state.creators.get(post?.creatorId ?? '')
      if (!post || post.kind !== kind || creator?.username !== username) return page(reply.code(404), missingPage())
      return page(reply, postPage(post, creator))
    })
  app.post('/drafts/:publishId', async (request, reply) => {
    const form = new URLSearchParams((await readBody(request)).toString())
    const { publishId } = DraftParams.parse(request.params)
    const isDone =
      form.get('decision') === 'post'
        ? postDraft(world, publishId, {
            caption: form.get('caption') ?? '',
            privacyLevel: PrivacyLevel.parse(form.get('privacy_level')),
          })
        : discardDraft(world, publishId)
    return isDone ? reply.redirect('/drafts', 303) : page(reply.code(404), missingPage())
  })
}

function feed(world: World, before = Infinity): string {
  const older = newestFirst(world).filter((post) => post.publishedAtMs < before)
  const posts = older.slice(0, POSTS_PER_PAGE)
  const lastAtMs = posts.at(-1)?.publishedAtMs
  const isFirstPage = before === Infinity
  const tasks = world.state.tasks.values().filter((it) => ['receiving', 'processing', 'failed'].includes(it.phase))
  return feedPage({
    posts,
    tasks: isFirstPage ? tasks.toSorted((a, b) => b.createdAtMs - a.createdAtMs).slice(0, SHOWN_TASKS) : [],
    nicknameOf: (creatorId) => world.state.creators.get(creatorId)?.nickname ?? '',
    olderUrl: older.length > posts.length ? `/?before=${lastAtMs}` : null,
    version: versionOf(world),
  })
}

function drafts(world: World): string {
  const waiting = world.state.tasks
    .values()
    .filter((task) => task.phase === 'inbox')
    .flatMap((task) => {
      const creator = world.state.creators.get(task.creatorId)
      return creator ? [{ task, creator }] : []
    })
  return draftsPage(waiting.toSorted((a, b) => b.task.createdAtMs - a.task.createdAtMs))
}

function newestFirst(world: World): Post[] {
  return world.state.posts.values().toSorted((a, b) => b.publishedAtMs - a.publishedAtMs)
}

/** Changes whenever the feed would look different. */
function versionOf({ state }: World): string {
  const posts = state.posts.values()
  const phases = state.tasks.values().map((task) => `${task.phase[0]}${task.upload?.receivedBytes ?? ''}`)
  return `${posts.length}.${posts.filter((post) => post.isPublic).length}.${phases.slice(-SHOWN_TASKS).join('')}`
}

function page(reply: FastifyReply, text: string): FastifyReply {
  return reply.type('text/html; charset=utf-8').header('cache-control', 'no-store').send(text)
}
