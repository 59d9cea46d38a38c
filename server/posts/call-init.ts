import type { InitAnswer, VideoSource } from '#tiktok/client.ts'
import type { Context } from '../context.ts'
import type { Work } from './work.ts'

/** A video by chunks or by URL, or images by their URLs, in their order. */
export type Source = VideoSource | { kind: 'photos'; imageUrls: string[] }

/** TikTok's init of this publication, direct or draft, with everything that was chosen for it. Sent once. */
export function callInit(
  ctx: Context,
  work: Work,
  { source, accessToken }: { source: Source; accessToken: string },
): Promise<InitAnswer> {
  if (source.kind === 'photos') return callPhotoInit(ctx, work, { imageUrls: source.imageUrls, accessToken })
  const { publication, post } = work
  if (publication.mode === 'draft') return ctx.tiktok.initInboxVideo({ accessToken, source })
  return ctx.tiktok.initVideo({
    accessToken,
    source,
    postInfo: {
      title: textOf(publication.caption ?? post.caption),
      privacyLevel: publication.privacyLevel ?? '',
      disableComment: !publication.allowComment,
      disableDuet: !publication.allowDuet,
      disableStitch: !publication.allowStitch,
      ...(post.coverTimestampMs !== null && { coverTimestampMs: post.coverTimestampMs }),
      brandContent: publication.brandContent,
      brandOrganic: publication.brandOrganic,
      aiGenerated: publication.aiGenerated,
    },
  })
}

function callPhotoInit(
  ctx: Context,
  { publication, post }: Work,
  request: { imageUrls: string[]; accessToken: string },
): Promise<InitAnswer> {
  return ctx.tiktok.initPhoto({
    ...request,
    mode: publication.mode,
    coverIndex: post.photoCoverIndex ?? 0,
    aiGenerated: publication.aiGenerated,
    postInfo: {
      title: textOf(publication.title ?? post.title),
      description: textOf(publication.description ?? post.description),
      privacyLevel: publication.privacyLevel ?? '',
      disableComment: !publication.allowComment,
      autoAddMusic: publication.autoAddMusic,
      brandContent: publication.brandContent,
      brandOrganic: publication.brandOrganic,
    },
  })
}

/** TikTok takes no text for an empty one. */
function textOf(text: string | null): string | undefined {
  return text === null || text === '' ? undefined : text
}
