import { CreatedApiKey } from '#shared/api/session.ts'
import { createHttpClient, type HttpClient } from '../../test/http-client.ts'
import { causeTrouble } from './cause-trouble.ts'
import { readPosts } from './compose.ts'
import { finishDrafts } from './creators.ts'
import { findLeaks } from './leaks.ts'
import type { SoakOptions } from './options.ts'
import { planSoak, type SoakPlan } from './plan.ts'
import type { Report } from './report.ts'
import type { SentMedia } from './send-media.ts'
import { takeInMedia } from './take-in.ts'
import { countEvents, readTimeline } from './timelines.ts'
import { untilPublished } from './until.ts'
import { type Asked, judgeSoak } from './verdict.ts'
import { startWorkers } from './workers.ts'
import { createWorld, type SoakWorld } from './world.ts'

export type Talk = { say: (text: string) => void; signal: AbortSignal }
/** What the troubles are made with. */
export type Stage = {
  world: SoakWorld
  workers: ReturnType<typeof startWorkers>
  plan: SoakPlan
  client: HttpClient
  /** By username. */
  accountIds: ReadonlyMap<string, string>
  media: SentMedia[]
}

/** The whole soak: everything is set up, goes wrong for minutes, calms down, and is judged. */
export async function runSoak(options: SoakOptions, { say, signal }: Talk): Promise<Report> {
  const plan = planSoak(options)
  const usernames = [...new Set(plan.publications.map(({ username }) => username))]
  say(`Starting PostgreSQL, the simulator and the API; connecting ${usernames.length} accounts …`)
  await using world = await createWorld(usernames)
  const { person, simulator, database, logs } = world
  await using workers = startWorkers({ env: world.env, seed: options.seed, logs, outages: database.outages })
  const accountIds = new Map<string, string>()
  for (const username of usernames) accountIds.set(username, (await person.connect(username)).id)
  const { key: apiKey } = await person.call(CreatedApiKey, 'POST', '/api/v1/api-keys', { name: 'soak' })
  const client = createHttpClient(world.url, apiKey)
  const takenInAt = performance.now()
  const sizeBytes = plan.publications.reduce((sum, each) => sum + each.sizeBytes, 0)
  say(`Taking in ${plan.publications.length} videos, ${(sizeBytes / 1e9).toFixed(1)} GB …`)
  const media = await takeInMedia(plan, { url: world.url, apiKey, seed: options.seed, say, signal })
  const takeInMs = performance.now() - takenInAt

  say(`That took ${Math.round(takeInMs / 1000)} s. Now everything goes wrong.`)
  const stage: Stage = { world, workers, plan, client, accountIds, media }
  const trouble = await causeTrouble(stage, options, { say, signal })

  say('Calm. The creators post the drafts in their inboxes …')
  const calls = await simulator.state()
  const drafts = await finishDrafts(simulator.url, calls)
  const isSettled = await untilPublished(stage, { isWithInbox: false }, { say, signal: trouble.deadline })
  const leaks = isSettled ? await findLeaks(database.url) : []
  await workers.stop()

  const posts = new Map((await readPosts(client)).map((post) => [post.id, post]))
  const asked = plan.publications.map((planned): Asked => {
    const post = posts.get(trouble.postIds[planned.index] ?? '')
    return { ...planned, sha256: media[planned.index]?.sha256 ?? '', publication: post?.publications[0] ?? null }
  })
  const state = await simulator.state()
  const found = judgeSoak({ asked, state })
  const report = {
    options,
    sizeBytes,
    takeInMs,
    ...trouble,
    isSettled,
    drafts,
    calls: calls.calls,
    state,
    posts: posts.size,
    events: await countEvents(database.url),
    troubles: await Promise.all(
      found.map(async (each) => ({ ...each, timeline: await readTimeline(client, each.publicationId) })),
    ),
    leaks,
    workers: workers.counts(),
    outages: database.outages(),
    loud: logs.loud(),
    warnings: logs.warnings(),
  }
  await world.endApi()
  return { ...report, crashes: [...workers.crashes(), ...world.crashes()] }
}
