import type { QueryClient } from '@tanstack/react-query'
import { type CreateSlideshow, Media } from '#shared/api/media.ts'
import { api } from '../../api.ts'
import { type RenderRun, render } from './render.ts'
import { uploadMedia } from './upload-media.ts'

/** What can be put into the library, or made of what is in it. */
export function createLibrary(client: QueryClient) {
  return {
    upload: uploadMedia,

    fix: (mediaId: string, run: RenderRun) =>
      render(client, () => api(Media, `/media/${mediaId}/fix`, { method: 'POST' }), run),

    makeSlideshow: (wish: CreateSlideshow, run: RenderRun) =>
      render(client, () => api(Media, '/slideshows', { method: 'POST', body: wish }), run),
  }
}
