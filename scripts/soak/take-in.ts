import type { SoakPlan } from './plan.ts'
import type { Talk } from './run.ts'
import { type SentMedia, sendMedia } from './send-media.ts'
import { videoBytes } from './video-bytes.ts'

const SIDE_BY_SIDE = 3
const SAY_EVERY = 50

/** Every publication's own video, through `POST /media`. In the order of the plan. */
export async function takeInMedia(
  plan: SoakPlan,
  { url, apiKey, seed, say, signal }: Talk & { url: string; apiKey: string; seed: string },
): Promise<SentMedia[]> {
  const media: SentMedia[] = []
  const waiting = plan.publications.values()
  const work = async () => {
    for (const { index, sizeBytes } of waiting) {
      signal.throwIfAborted()
      const video = await videoBytes({ name: `${seed}/${index}`, sizeBytes })
      media[index] = await sendMedia({ url, apiKey }, { fileName: `soak-${index}.mp4`, video })
      if ((index + 1) % SAY_EVERY === 0) say(`${index + 1} are in`)
    }
  }
  await Promise.all(Array.from({ length: SIDE_BY_SIDE }, work))
  return media
}
