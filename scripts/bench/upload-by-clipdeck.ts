import { PublicationEvent } from '#shared/api/events.ts'
import { listOf } from '#shared/api/lists.ts'
import type { Media } from '#shared/api/media.ts'
import { Publication } from '#shared/api/posts.ts'
import type { ChunkPlan } from '#tiktok/chunk-plan.ts'
import { directTarget, type Person, videoPost } from '../../test/person.ts'
import type { Growth, Product } from './product.ts'

/** Longer than 4 GiB may take here. */
const PATIENCE_MS = 10 * 60_000

/** Publishes through Clipdeck. Its time is that of its own timeline: from the init's answer to the last entry of the ledger. */
export async function uploadByClipdeck(
  product: Product,
  { username, media, plan }: { username: string; media: Media; plan: ChunkPlan },
): Promise<{ durationMs: number; growth: Growth }> {
  const { person } = product
  const account = await person.connect(username)
  const { value: publication, growth } = await product.watched(async () => {
    const { publications } = await person.createPost(videoPost(media, [directTarget(account)]))
    return untilUploaded(person, publications[0]?.id ?? '')
  })
  await product.mustBeOneCleanUpload(publication.publishId, plan)
  return { durationMs: await timeOnTimeline(person, publication), growth }
}

/** Reads the publication when the stream of events says that it has moved on, not at each chunk: that would cost time. */
async function untilUploaded(person: Person, publicationId: string): Promise<Publication> {
  for await (const text of person.streamEvents(AbortSignal.timeout(PATIENCE_MS))) {
    if (text.includes('"status":"publishing"')) continue
    const publication = await person.call(Publication, 'GET', `/api/v1/publications/${publicationId}`)
    const { status, failure } = publication
    if (status === 'processing' || status === 'published') return publication
    if (status !== 'scheduled' && status !== 'publishing')
      throw new Error(`The publication is ${status}: ${JSON.stringify(failure)}`)
  }
  throw new Error('The stream of events ended before the upload.')
}

async function timeOnTimeline(person: Person, { id }: Publication): Promise<number> {
  const path = `/api/v1/publications/${id}/events`
  const { items } = await person.call(listOf(PublicationEvent), 'GET', path)
  const momentOf = (kind: string) => {
    const [event, ...more] = items.filter((item) => item.kind === kind)
    if (!event || more.length > 0) throw new Error(`The timeline has not one "${kind}": ${JSON.stringify(items)}`)
    return Date.parse(event.at)
  }
  return momentOf('uploaded') - momentOf('init')
}
