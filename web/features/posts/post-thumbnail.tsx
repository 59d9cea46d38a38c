import { Images } from 'lucide-react'
import type { Post } from '#shared/api/posts.ts'
import { mediaStripUrl, mediaThumbnailUrl } from '../../media-urls.ts'
import { Thumbnail } from '../../ui/thumbnail.tsx'

interface PostThumbnailProps {
  post: Post
  /** Whether a video moves. */
  isMoving: boolean
}

/** What a post shows in a list: its video, or its cover photo with the number of photos. */
export function PostThumbnail({ post, isMoving }: PostThumbnailProps) {
  const { mediaIds, type, photoCoverIndex } = post
  const mediaId = mediaIds[type === 'photo' ? (photoCoverIndex ?? 0) : 0]
  if (!mediaId) return <Thumbnail src={null} />
  if (type === 'video')
    return <Thumbnail src={mediaThumbnailUrl(mediaId)} movingSrc={isMoving ? mediaStripUrl(mediaId) : null} />
  return (
    <div className="relative">
      <Thumbnail src={mediaThumbnailUrl(mediaId)} />
      <span className="absolute right-0.5 bottom-0.5 flex items-center gap-0.5 rounded bg-black/60 px-1 text-[0.7rem] text-white tabular-nums">
        <Images role="img" aria-label="Photos" className="size-3" />
        {mediaIds.length}
      </span>
    </div>
  )
}
