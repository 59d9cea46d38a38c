import { mkdir, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Context } from '../context.ts'
import type { MediaRow } from '../db/tables.ts'
import { followRender } from './follow-render.ts'
import { keepRendered } from './keep-rendered.ts'
import { failRender, failureOf, RenderError } from './render-failure.ts'
import { renderFix } from './render-fix.ts'
import { renderSlideshow } from './render-slideshow.ts'
import { beginAttempt, returnAttempt } from './renders-store.ts'

/** What makes the file of an item. Its folder is its own, and gone afterwards. */
export type RenderRun = { dir: string; signal: AbortSignal; onProgress: (progress: number) => void }

/** A render that its worker did not survive is tried again so often: it may be what kills it. */
const MAX_ATTEMPTS = 3

/**
 * Task: makes the file of a media item in `rendering`, which becomes `ready` or `failed`. It may come twice: one of them takes effect.
 * A worker that stops leaves it to another one.
 */
export async function renderMedia(
  ctx: Context,
  { mediaId }: { mediaId: string },
  { signal }: { signal: AbortSignal },
): Promise<void> {
  const media = await beginAttempt(ctx.db, mediaId, ctx.clock.now())
  if (!media) return
  const dir = await makeDir(ctx, media)
  await using following = followRender(ctx, media)
  const ending = AbortSignal.any([signal, following.cancelled])
  try {
    if (media.renderAttempts > MAX_ATTEMPTS) throw new RenderError('render_gave_up', `It failed ${MAX_ATTEMPTS} times.`)
    const path = await render(ctx, media, { dir, signal: ending, onProgress: following.onProgress })
    await keepRendered(ctx, media, path)
  } catch (error) {
    if (signal.aborted) await returnAttempt(ctx.db, media)
    signal.throwIfAborted()
    if (!following.cancelled.aborted) await failRender(ctx, media, failureOf(ctx, media, error))
  } finally {
    await rm(dir, { recursive: true, force: true })
  }
}

/** A folder of its own for each try; those of earlier ones go, of workers that were killed. */
async function makeDir({ uploadsDir }: Context, { id, renderAttempts }: MediaRow): Promise<string> {
  const earlier = (await readdir(uploadsDir)).filter((name) => name.startsWith(`render-${id}-`))
  for (const name of earlier) await rm(join(uploadsDir, name), { recursive: true, force: true })
  const dir = join(uploadsDir, `render-${id}-${renderAttempts}`)
  await mkdir(dir, { mode: 0o700 })
  return dir
}

async function render(ctx: Context, media: MediaRow, run: RenderRun): Promise<string> {
  switch (media.madeFrom?.kind) {
    case 'fix':
      return renderFix(ctx, media, media.madeFrom, run)
    case 'slideshow':
      return renderSlideshow(ctx, media, media.madeFrom, run)
    default:
      throw new Error(`Nothing says what media item ${media.id} is made of.`)
  }
}
