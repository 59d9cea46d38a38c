import { createRoute, Link } from '@tanstack/react-router'
import { LayoutList, SquarePen } from 'lucide-react'
import { z } from 'zod'
import { POST_STATUSES } from '#shared/post-status.ts'
import { PostList } from '../features/posts/post-list.tsx'
import { StatusFilter } from '../features/posts/status-filter.tsx'
import { buttonClass } from '../ui/button-class.ts'
import { EmptyState } from '../ui/empty-state.tsx'
import { Page } from '../ui/page.tsx'
import { signedInRoute } from './signed-in.tsx'

export const postsRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/posts',
  validateSearch: z.object({
    status: z.enum(POST_STATUSES).optional().catch(undefined),
    accountId: z.uuid().optional().catch(undefined),
  }),
  component: PostsPage,
})

function PostsPage() {
  const filter = postsRoute.useSearch()
  const isFiltered = filter.status !== undefined || filter.accountId !== undefined
  return (
    <Page
      title="Posts"
      actions={
        <Link to="/compose" search={{}} className={buttonClass('primary')}>
          <SquarePen aria-hidden className="size-4" />
          New post
        </Link>
      }
    >
      <StatusFilter current={filter.status} />
      <PostList filter={filter} empty={isFiltered ? <NoneMatches /> : <NoneYet />} />
    </Page>
  )
}

function NoneMatches() {
  return (
    <EmptyState
      icon={LayoutList}
      title="No post is in this state"
      action={
        <Link to="/posts" search={{}} className={buttonClass('secondary')}>
          Show all posts
        </Link>
      }
    />
  )
}

function NoneYet() {
  return (
    <EmptyState
      icon={LayoutList}
      title="No post yet"
      action={
        <Link to="/compose" search={{}} className={buttonClass('primary')}>
          Write the first post
        </Link>
      }
    >
      One video, or photos, to as many accounts as you like. Here you see how it stands on each of them.
    </EmptyState>
  )
}
