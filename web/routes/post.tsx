import { createRoute } from '@tanstack/react-router'
import type { Post } from '#shared/api/posts.ts'
import { mediaContentUrl, mediaThumbnailUrl } from '../features/media/media-urls.ts'
import { PostView } from '../features/posts/post-view.tsx'
import { PhotoGrid } from '../ui/photo-grid.tsx'
import { VideoPlayer } from '../ui/video-player.tsx'
import { signedInRoute } from './signed-in.tsx'

export const postRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/posts/$postId',
  component: PostPage,
})

function PostPage() {
  const { postId } = postRoute.useParams()
  return <PostView key={postId} postId={postId} renderMedia={(post) => <PostMedia post={post} />} />
}

function PostMedia({ post }: { post: Post }) {
  if (post.type === 'photo') return <PhotoGrid urls={post.mediaIds.map(mediaContentUrl)} />
  const mediaId = post.mediaIds[0]
  if (!mediaId) return <p className="text-muted">The video is not kept any more.</p>
  return (
    <VideoPlayer src={mediaContentUrl(mediaId)} poster={mediaThumbnailUrl(mediaId)} label="The video of this post" />
  )
}
