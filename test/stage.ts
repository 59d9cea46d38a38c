import type { Account } from '#shared/api/accounts.ts'
import type { Media } from '#shared/api/media.ts'
import type { Publication } from '#shared/api/posts.ts'
import type { PublicationStatus } from '#shared/publication-status.ts'
import { startTestApp } from './app.ts'
import { directTarget, videoPost } from './person.ts'
import { videoFile } from './videos.ts'

const DAY_MS = 24 * 60 * 60 * 1000

export type Stage = Awaited<ReturnType<typeof startStage>>
export type Actor = Awaited<ReturnType<Stage['actor']>>

/** 100 MB go out in three chunks: a first, a middle and a last one. */
export const THREE_CHUNKS_BYTES = 100_000_000

/** A test app with a signed-in user, for many short plays: each takes a creator of its own and counts what TikTok got. */
export async function startStage(settings: Parameters<typeof startTestApp>[0] = {}) {
  const app = await startTestApp(settings)
  const ada = await app.signUp()
  const media = new Map<number, Promise<Media>>()

  /** A video of this size, uploaded once; 0 is a small one in one chunk. */
  function video(sizeBytes = 0): Promise<Media> {
    const uploaded =
      media.get(sizeBytes) ??
      videoFile(sizeBytes ? { sizeBytes } : {}).then((path) => ada.upload(path, `clip-${sizeBytes}.mp4`))
    media.set(sizeBytes, uploaded)
    return uploaded
  }

  async function actor(username: string, scopes?: string[]) {
    const account = await ada.connect(username, scopes)
    return createActor({ app, ada, video }, account)
  }

  return { ...app, ada, video, actor }
}

type Parts = {
  app: Awaited<ReturnType<typeof startTestApp>>
  ada: Awaited<ReturnType<Awaited<ReturnType<typeof startTestApp>>['signUp']>>
  video: (sizeBytes?: number) => Promise<Media>
}

/** One creator's account, and what came of its posts here and at TikTok. */
function createActor({ app, ada, video }: Parts, account: Account) {
  const { simulator } = app
  const username = account.username ?? ''

  async function publication(postId: string): Promise<Publication> {
    const [first] = (await ada.post(postId)).publications
    if (!first) throw new Error(`Post ${postId} has no publication.`)
    return first
  }

  return {
    account,
    username,
    openId: simulator.openIdOf(username),
    publication,

    /** Composes a video post for this account; at once unless `more` says when. Gives its id. */
    async post(
      choices: Record<string, unknown> = {},
      more: Record<string, unknown> = {},
      sizeBytes = 0,
    ): Promise<string> {
      const body = videoPost(await video(sizeBytes), [directTarget(account, choices)], more)
      return (await ada.createPost(body)).id
    },

    /** Runs until the publication is in `status`, and gives it. */
    async until(postId: string, status: PublicationStatus, maxMs = DAY_MS): Promise<Publication> {
      await app.runUntil(async () => (await publication(postId)).status === status, maxMs)
      return publication(postId)
    },

    /** What stands on the profile. */
    posts: () => simulator.snapshot().posts.filter((each) => each.username === username),

    /** Every init that TikTok took. */
    inits: () => simulator.snapshot().uploads.filter((each) => each.username === username),

    /** Calls of one endpoint about this creator. */
    calls: (endpoint: Parameters<typeof simulator.state.calls.count>[0]) =>
      simulator.state.calls.all(endpoint).filter(({ openId }) => openId === simulator.openIdOf(username)),

    async timeline(postId: string): Promise<{ kind: string; code: string | null }[]> {
      const { id } = await publication(postId)
      const { rows } = await app.ctx.pool.query<{ kind: string; code: string | null }>(
        'select kind, code from publication_events where publication_id = $1 order by id',
        [id],
      )
      return rows
    },
  }
}
