import { useQuery } from '@tanstack/react-query'
import type { Post } from '#shared/api/posts.ts'
import { errorWords } from '../../error-words.ts'
import { mediaContentUrl, mediaFrameUrl, mediaPhotoUrl, mediaThumbnailUrl } from '../../media-urls.ts'
import { Carousel } from '../../ui/carousel.tsx'
import { ProblemNotice } from '../../ui/problem-notice.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { VideoPlayer } from '../../ui/video-player.tsx'
import { MediaState } from './media-state.tsx'
import { mediaQuery } from './queries.ts'

/** The media of a post, as TikTok shows them. */
export function PostMedia({ post }: { post: Post }) {
  const [mediaId] = post.mediaIds
  if (!mediaId) return <p className="text-muted">The media of this post are not kept any more.</p>
  if (post.type === 'video') return <PostVideo mediaId={mediaId} coverTimestampMs={post.coverTimestampMs} />
  return (
    <Carousel
      label="The photos of this post"
      slides={post.mediaIds.map((id) => ({ key: id, sources: [mediaPhotoUrl(id), mediaThumbnailUrl(id)] }))}
      coverIndex={post.photoCoverIndex ?? 0}
    />
  )
}

interface PostVideoProps {
  mediaId: string
  coverTimestampMs: number | null
}

function PostVideo({ mediaId, coverTimestampMs }: PostVideoProps) {
  const media = useQuery(mediaQuery(mediaId))
  if (media.isPending) return <Skeleton className="aspect-[9/16]" />
  if (media.isError) return <ProblemNotice {...errorWords(media.error)} onRetry={() => void media.refetch()} />
  const poster = coverTimestampMs === null ? mediaThumbnailUrl(mediaId) : mediaFrameUrl(mediaId, coverTimestampMs)
  return (
    <div className="grid gap-2">
      {media.data.status === 'ready' && (
        <VideoPlayer src={mediaContentUrl(mediaId)} poster={poster} label="The video of this post" />
      )}
      <MediaState media={media.data} />
    </div>
  )
}
