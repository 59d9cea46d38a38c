import { join } from 'node:path'
import type { MadeFrom } from '#shared/api/media.ts'
import type { Context } from '../context.ts'
import type { MediaRow } from '../db/tables.ts'
import { makeSlideshow } from '../studio/make-slideshow.ts'
import { findMediaByIds } from './media-store.ts'
import { photoKey } from './photo-key.ts'
import { RenderError } from './render-failure.ts'
import type { RenderRun } from './render-media.ts'
import { withLocalFiles } from './with-local-files.ts'

type SlideshowWish = Extract<MadeFrom, { kind: 'slideshow' }>

/**
 * Makes the video of a slideshow in the folder of the run, of the normalised copies of its images; gives its path. Throws RenderError
 * when an image or the sound is gone.
 */
export async function renderSlideshow(
  ctx: Context,
  { workspaceId }: MediaRow,
  { imageIds, audioId, secondsPerImage, transition, fill }: SlideshowWish,
  { dir, signal, onProgress }: RenderRun,
): Promise<string> {
  const images = await sourcesOf(ctx, workspaceId, imageIds)
  const [sound] = await sourcesOf(ctx, workspaceId, audioId === null ? [] : [audioId])
  const keys = images.map(({ storageKey }) => photoKey(storageKey))
  const path = join(dir, 'slideshow.mp4')
  await withLocalFiles(ctx.storage, sound ? [...keys, sound.storageKey] : keys, async (paths) => {
    const [soundPath] = paths.slice(keys.length)
    const heard = sound && soundPath ? { path: soundPath, mimeType: sound.mimeType } : null
    const look = { secondsPerImage, transition, fill }
    await makeSlideshow({ ...look, path, images: paths.slice(0, keys.length), sound: heard }, { signal, onProgress })
  })
  return path
}

async function sourcesOf(ctx: Context, workspaceId: string, ids: string[]): Promise<MediaRow[]> {
  const found = new Map((await findMediaByIds(ctx.db, workspaceId, ids)).map((media) => [media.id, media]))
  return ids.map((id) => {
    const source = found.get(id)
    if (!source) throw new RenderError('source_missing', 'Something that this slideshow is made of was deleted.')
    return source
  })
}
