import { join } from 'node:path'
import type { MadeFrom } from '#shared/api/media.ts'
import type { Context } from '../context.ts'
import type { MediaRow } from '../db/tables.ts'
import { makeSlideshow } from '../studio/make-slideshow.ts'
import { findMediaByIds } from './media-store.ts'
import { RenderError } from './render-failure.ts'
import type { RenderRun } from './render-media.ts'
import { withLocalFiles } from './with-local-files.ts'

type SlideshowWish = Extract<MadeFrom, { kind: 'slideshow' }>

/** Makes the video of a slideshow in the folder of the run; gives its path. Throws RenderError when an image is gone. */
export async function renderSlideshow(
  ctx: Context,
  { workspaceId }: MediaRow,
  { imageIds, secondsPerImage, transition, fill, audioId }: SlideshowWish,
  { dir, signal, onProgress }: RenderRun,
): Promise<string> {
  const ids = audioId === null ? imageIds : [...imageIds, audioId]
  const found = new Map((await findMediaByIds(ctx.db, workspaceId, ids)).map((media) => [media.id, media]))
  const sources = ids.map((id) => {
    const source = found.get(id)
    if (!source) throw new RenderError('source_missing', 'An image of this slideshow was deleted.')
    return source
  })
  const path = join(dir, 'slideshow.mp4')
  await withLocalFiles(ctx.storage, sources, async (paths) => {
    const [soundPath] = paths.slice(imageIds.length)
    const sound = soundPath ? { path: soundPath, mimeType: sources.at(-1)?.mimeType ?? '' } : null
    const look = { images: paths.slice(0, imageIds.length), sound, secondsPerImage, transition, fill }
    await makeSlideshow({ path, ...look }, { signal, onProgress })
  })
  return path
}
