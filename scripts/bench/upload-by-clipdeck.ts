import { PublicationEvent } from '#shared/api/events.ts'
import { listOf } from '#shared/api/lists.ts'
import type { Media } from '#shared/api/media.ts'
import type { ChunkPlan } from '#tiktok/chunk-plan.ts'
import { directTarget, type Person, videoPost } from '../../test/person.ts'
import { mustBeOneCleanPass } from './one-clean-pass.ts'
import type { Product, Watched } from './product.ts'

/** Longer than 4 GiB may take here. */
const PATIENCE_MS = 10 * 60_000

export type Upload = { uploadMs: number; growth: Watched<unknown>['growth'] }

/** Publishes through Clipdeck. Its time is that of its own timeline, from the init to the end of the ledger's last entry. */
export async function uploadByClipdeck(
  product: Product,
  { username, media, plan }: { username: string; media: Media; plan: ChunkPlan },
): Promise<Upload> {
  const { person } = product
  const account = await person.connect(username)
  const { value: timeline, growth } = await product.watched(async () => {
    const { publications } = await person.createPost(videoPost(media, [directTarget(account)]))
    return untilUploaded(person, publications[0]?.id ?? '')
  })
  const publishId = (await publishIdsOf(person)).get(account.id) ?? ''
  mustBeOneCleanPass(await product.chunkAnswers(publishId), plan)
  const uploadMs = momentOf(timeline, 'uploaded') - momentOf(timeline, 'init')
  return { uploadMs, growth }
}

/** Reads the timeline when the workspace's stream says that the publication has moved on, not at each chunk. */
async function untilUploaded(person: Person, publicationId: string): Promise<PublicationEvent[]> {
  for await (const text of person.streamEvents(AbortSignal.timeout(PATIENCE_MS))) {
    if (text.includes('"status":"publishing"')) continue
    const { items } = await person.call(
      listOf(PublicationEvent),
      'GET',
      `/api/v1/publications/${publicationId}/events`,
    )
    if (items.some(({ kind }) => kind === 'uploaded')) return items
  }
  throw new Error('The stream of events ended before the upload.')
}
