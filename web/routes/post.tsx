import { useQuery, useQueryClient } from '@tanstack/react-query'
import { createRoute } from '@tanstack/react-router'
import type { PostType, Publication } from '#shared/api/posts.ts'
import { ChooseAgain } from '../features/compose/choose-again.tsx'
import { PostMedia } from '../features/media/post-media.tsx'
import { refreshAllPosts } from '../features/posts/apply-event.ts'
import { PostView } from '../features/posts/post-view.tsx'
import { appInfoQuery } from '../features/session/queries.ts'
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
      renderRemedy={(publication, post) => <Remedy publication={publication} type={post.type} />}
    />
  )
}

function Remedy({ publication, type }: { publication: Publication; type: PostType }) {
  const app = useQuery(appInfoQuery())
  const client = useQueryClient()
  if (!app.data) return null
  return (
    <ChooseAgain
      publication={publication}
      type={type}
      isAudited={app.data.tiktok.audited}
      onChosen={() => void refreshAllPosts(client)}
    />
  )
}
