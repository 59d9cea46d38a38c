import type { Account } from '#shared/api/accounts.ts'
import type { Media } from '#shared/api/media.ts'
import type { Simulator } from '#simulator/simulator.ts'
import { directTarget, type Person, videoPost } from '../../test/person.ts'
import { untilPost } from '../../test/watch-events.ts'

type Parts = { person: Person; accounts: Account[]; media: Media; simulator: Simulator }

/** TikTok takes 15 direct posts of an account a day (content-sharing-guidelines); beyond that they wait for tomorrow. */
const MOST_WAVES = 12

/** Wave after wave of one post on every account, each with a refresh of every token beside it, until `stop`. */
export function keepPublishing({ person, accounts, media, simulator }: Parts) {
  const begun = Promise.withResolvers<void>()
  simulator.faults.add({ endpoint: 'upload', times: 1, run: () => begun.resolve() })
  let isStopping = false
  let [made, notPublished, refreshes, failedRefreshes] = [0, 0, 0, 0]

  async function wave(): Promise<void> {
    const targets = accounts.map((account) => directTarget(account))
    const [post] = await Promise.all([person.createPost(videoPost(media, targets)), refreshAll()])
    const done = await untilPost(
      person,
      post.id,
      ({ publications }) =>
        publications.every(({ status }) => !['scheduled', 'publishing', 'processing'].includes(status)),
      AbortSignal.timeout(180_000),
    )
    made += done.publications.length
    notPublished += done.publications.filter(({ status }) => status !== 'published').length
  }

  async function refreshAll(): Promise<void> {
    for (const { id } of accounts) {
      const { status } = await person.send('POST', `/api/v1/accounts/${id}/refresh-token`)
      if (status < 300) refreshes++
      else failedRefreshes++
    }
  }

  const running = (async () => {
    for (let waves = 0; waves < MOST_WAVES && (waves === 0 || !isStopping); waves++) await wave()
  })()

  return {
    /** The first video is on its way. */
    begun: begun.promise,
    /** Lets the wave under way end, and says what came of all of them. */
    async stop() {
      isStopping = true
      await running
      return { made, notPublished, refreshes, failedRefreshes, postsAtTikTok: simulator.snapshot().posts.length }
    },
  }
}
