import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { addEndpoint, type Call } from '../endpoint.ts'
import type { Post } from '../entities.ts'
import { envelope } from '../envelope.ts'
import { pick, readFields, readJson } from '../request-params.ts'
import { authenticate } from '../tokens.ts'
import { nowMsOf, type World } from '../world.ts'

/** tiktok-api-v2-video-object. */
const VIDEO_FIELDS = [
  'id',
  'create_time',
  'cover_image_url',
  'share_url',
  'video_description',
  'duration',
  'height',
  'width',
  'title',
  'embed_html',
  'embed_link',
  'like_count',
  'comment_count',
  'share_count',
  'view_count',
]

const ListBody = z.object({
  cursor: z.number().int().optional(),
  max_count: z.number().int().min(1).max(20).default(10),
})

const QueryBody = z.object({ filters: z.object({ video_ids: z.array(z.string()).min(1).max(20) }) })

/** tiktok-api-v2-video-list and -query: the caller's public, moderated posts. */
export function addVideoRoutes(app: FastifyInstance, world: World): void {
  const post = { method: 'POST', shape: 'envelope' } as const
  addEndpoint(app, world, {
    ...post,
    name: 'video_list',
    path: '/v2/video/list/',
    act: (call) => envelope(listVideos(world, call), call.logId),
  })
  addEndpoint(app, world, {
    ...post,
    name: 'video_query',
    path: '/v2/video/query/',
    act: (call) => envelope({ videos: queryVideos(world, call) }, call.logId),
  })
}

/** Newest first. The cursor is the moment in milliseconds before which the next page begins. */
function listVideos(world: World, call: Call): object {
  const { posts, fields } = admit(world, call, 'video_list')
  const { cursor = Infinity, max_count } = readJson(call, ListBody, 'invalid_params')
  const older = posts.filter((post) => post.publishedAtMs < cursor)
  const page = older.slice(0, max_count)
  return {
    videos: page.map((post) => pick(videoOf(world, call, post), fields)),
    cursor: page.at(-1)?.publishedAtMs ?? 0,
    has_more: older.length > page.length,
  }
}

function queryVideos(world: World, call: Call): object[] {
  const { posts, fields } = admit(world, call, 'video_query')
  const { filters } = readJson(call, QueryBody, 'invalid_params')
  return posts
    .filter((post) => filters.video_ids.includes(post.postId))
    .map((post) => pick(videoOf(world, call, post), fields))
}

function admit(world: World, call: Call, name: 'video_list' | 'video_query'): { posts: Post[]; fields: string[] } {
  const { token } = authenticate(world, call.request.headers.authorization, ['video.list'])
  world.rateLimits.take(name, token.openId)
  const fields = readFields(call, VIDEO_FIELDS)
  const posts = world.state.posts
    .values()
    .filter((post) => post.creatorId === token.creatorId && post.isPublic)
    .toSorted((a, b) => b.publishedAtMs - a.publishedAtMs)
  return { posts, fields }
}

function videoOf(world: World, { origin }: Call, post: Post): Record<string, unknown> {
  const file = post.files[0]
  const shareUrl = `${origin}/@${post.username}/${post.kind}/${post.postId}`
  const views = viewsOf(world, post)
  return {
    id: post.postId,
    create_time: Math.floor(post.publishedAtMs / 1000),
    cover_image_url: `${origin}/covers/${post.postId}.svg`,
    share_url: shareUrl,
    video_description: post.caption.slice(0, 150),
    duration: Math.round((file?.durationMs ?? 0) / 1000),
    height: file?.height ?? 0,
    width: file?.width ?? 0,
    title: post.caption.slice(0, 150),
    embed_html: `<blockquote cite="${shareUrl}"></blockquote>`,
    embed_link: shareUrl,
    like_count: Math.floor(views / 12),
    comment_count: Math.floor(views / 150),
    share_count: Math.floor(views / 90),
    view_count: views,
  }
}

/** A made-up audience: a steady rate of its own for every post. */
function viewsOf(world: World, post: Post): number {
  const perMinute = (Number(BigInt(post.postId) % 97n) + 3) / 10
  return Math.floor(((nowMsOf(world) - post.publishedAtMs) / 60_000) * perMinute)
}
