import type { FastifyInstance } from 'fastify'
import { unionIdOf } from '../creators.ts'
import { addEndpoint, type Call } from '../endpoint.ts'
import { envelope } from '../envelope.ts'
import { pick, readFields } from '../request-params.ts'
import { authenticate, type Caller, requireScope } from '../tokens.ts'
import { nowMsOf, type World } from '../world.ts'

/** TikTok says that these URLs expire, not when; creator_info's live two hours. */
const AVATAR_LIFETIME_MS = 2 * 60 * 60 * 1000

/** tiktok-api-v2-get-user-info: every field and the scope it needs. */
const SCOPE_OF_FIELD: Record<string, string> = {
  open_id: 'user.info.basic',
  union_id: 'user.info.basic',
  avatar_url: 'user.info.basic',
  avatar_url_100: 'user.info.basic',
  avatar_large_url: 'user.info.basic',
  display_name: 'user.info.basic',
  bio_description: 'user.info.profile',
  profile_deep_link: 'user.info.profile',
  username: 'user.info.profile',
  is_verified: 'user.info.profile',
  follower_count: 'user.info.stats',
  following_count: 'user.info.stats',
  likes_count: 'user.info.stats',
  video_count: 'user.info.stats',
}

export function addUserRoutes(app: FastifyInstance, world: World): void {
  addEndpoint(app, world, {
    name: 'user_info',
    method: 'GET',
    path: '/v2/user/info/',
    shape: 'envelope',
    act: (call) => envelope({ user: userInfo(world, call) }, call.logId),
  })
}

function userInfo(world: World, call: Call): Record<string, unknown> {
  const caller = authenticate(world, call.request.headers.authorization, ['user.info.basic'])
  world.rateLimits.take('user_info', caller.token.openId)
  const fields = readFields(call, Object.keys(SCOPE_OF_FIELD))
  for (const field of fields) requireScope(caller.token, SCOPE_OF_FIELD[field] ?? '')
  return pick(userOf(world, caller, call.origin), fields)
}

function userOf(world: World, { creator, token }: Caller, origin: string): Record<string, unknown> {
  const expiresS = Math.floor((nowMsOf(world) + AVATAR_LIFETIME_MS) / 1000)
  const avatarUrl = `${origin}/avatars/${creator.username}.png?x-expires=${expiresS}`
  const publicPosts = world.state.posts.ownedBy(creator.creatorId).filter((it) => it.isPublic)
  return {
    open_id: token.openId,
    union_id: unionIdOf(creator.creatorId),
    avatar_url: avatarUrl,
    avatar_url_100: `${avatarUrl}&size=100`,
    avatar_large_url: `${avatarUrl}&size=720`,
    display_name: creator.nickname,
    bio_description: creator.bio,
    profile_deep_link: `${origin}/@${creator.username}`,
    username: creator.username,
    is_verified: creator.isVerified,
    follower_count: creator.followerCount,
    following_count: creator.followingCount,
    likes_count: creator.followerCount * 3,
    video_count: publicPosts.length,
  }
}
