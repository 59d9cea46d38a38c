import { useQuery, useQueryClient } from '@tanstack/react-query'
import { createRoute } from '@tanstack/react-router'
import type { Post, Publication } from '#shared/api/posts.ts'
import { ChooseAgain } from '../features/compose/choose-again.tsx'
import { mediaContentUrl, mediaThumbnailUrl } from '../features/media/media-urls.ts'
import { refreshAllPosts } from '../features/posts/apply-event.ts'
import { PostView } from '../features/posts/post-view.tsx'
import { appInfoQuery } from '../features/session/queries.ts'
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
  return (
    <PostView
      key={postId}
      postId={postId}
      renderMedia={(post) => <PostMedia post={post} />}
      renderRemedy={(publication, post) => post.type === 'video' && <Remedy publication={publication} />}
    />
  )
}

function Remedy({ publication }: { publication: Publication }) {
  const app = useQuery(appInfoQuery())
  const client = useQueryClient()
  if (!app.data) return null
  return (
    <ChooseAgain
      publication={publication}
      isAudited={app.data.tiktok.audited}
      onChosen={() => void refreshAllPosts(client)}
    />
  )
}

function PostMedia({ post }: { post: Post }) {
  if (post.type === 'photo') return <PhotoGrid urls={post.mediaIds.map(mediaContentUrl)} />
  const mediaId = post.mediaIds[0]
  if (!mediaId) return <p className="text-muted">The video is not kept any more.</p>
  return (
    <VideoPlayer src={mediaContentUrl(mediaId)} poster={mediaThumbnailUrl(mediaId)} label="The video of this post" />
  )
}
