import { useInfiniteQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { errorWords } from '../../error-words.ts'
import { Button } from '../../ui/button.tsx'
import { Loading } from '../../ui/loading.tsx'
import { ProblemNotice } from '../../ui/problem-notice.tsx'
import { PostRow } from './post-row.tsx'
import { type PostFilter, postsQuery } from './queries.ts'

interface PostListProps {
  filter: PostFilter
  empty: ReactNode
}

export function PostList({ filter, empty }: PostListProps) {
  const posts = useInfiniteQuery(postsQuery(filter))
  if (posts.isPending) return <Loading what="posts" />
  if (posts.isError) return <ProblemNotice {...errorWords(posts.error)} onRetry={() => void posts.refetch()} />
  const items = posts.data.pages.flatMap((page) => page.items)
  if (items.length === 0) return empty

  return (
    <>
      <ul className="card divide-y divide-line overflow-hidden">
        {items.map((post) => (
          <PostRow key={post.id} post={post} />
        ))}
      </ul>
      {posts.hasNextPage && (
        <Button
          className="justify-self-center"
          busy={posts.isFetchingNextPage}
          onClick={() => void posts.fetchNextPage()}
        >
          Show older posts
        </Button>
      )}
    </>
  )
}
