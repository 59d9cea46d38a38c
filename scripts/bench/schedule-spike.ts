import { directTarget, type Person, videoPost } from '../../test/person.ts'
import { videoFile } from '../../test/videos.ts'

/** A post takes so many targets (`POST /posts`). */
const MOST_TARGETS = 500
/** What is between the last request and the moment when all is due. */
const LEAST_PAUSE_MS = 3000

type Order = { person: Person; accountIds: string[]; publications: number }

/**
 * Posts of one small video over the API, one target after another, all due at one moment, which is given back: posts are
 * made as drafts first, and scheduled when it is known how long that takes.
 */
export async function scheduleSpike({ person, accountIds, publications }: Order): Promise<Date> {
  const media = await person.upload(await videoFile())
  const targets = Array.from({ length: publications }, (_, index) =>
    directTarget({ id: accountIds[index % accountIds.length] ?? '' }),
  )
  const startedAt = performance.now()
  const postIds: string[] = []
  // No post may name an account twice.
  const size = Math.min(MOST_TARGETS, accountIds.length)
  for (let round = 0; round < targets.length; round += accountIds.length)
    for (const part of inParts(targets.slice(round, round + accountIds.length), size))
      postIds.push((await person.createPost(videoPost(media, part, { publishAt: undefined }))).id)
  const draftingMs = performance.now() - startedAt
  const dueAt = new Date(Date.now() + 3 * draftingMs + 2 * LEAST_PAUSE_MS)
  for (const id of postIds) {
    const body = { publishAt: dueAt.toISOString(), consent: { musicUsage: true } }
    const { status } = await person.send('POST', `/api/v1/posts/${id}/schedule`, body)
    if (status !== 200) throw new Error(`Scheduling was answered ${status}.`)
  }
  if (Date.now() + LEAST_PAUSE_MS > dueAt.getTime())
    throw new Error('Scheduling took so long that the first were due before the last; the machine is too busy.')
  return dueAt
}

function inParts<Item>(items: Item[], size: number): Item[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  )
}
