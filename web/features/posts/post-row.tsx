import { Link } from '@tanstack/react-router'
import type { Post } from '#shared/api/posts.ts'
import { Moment } from '../../ui/moment.tsx'
import { usePointedAt } from '../../ui/use-pointed-at.ts'
import { PostThumbnail } from './post-thumbnail.tsx'
import { postTitle } from './post-title.ts'
import { PublicationBadge } from './publication-badge.tsx'
import { StatusChip } from './status-chip.tsx'
import { postStatusWords } from './status-words.ts'

interface PostRowProps {
  post: Post
}

export function PostRow({ post }: PostRowProps) {
  const { isPointedAt, handlers } = usePointedAt()
  return (
    <li {...handlers} className="relative flex items-center gap-4 px-3 py-3 hover:bg-sunken sm:px-4">
      <div className="w-11 shrink-0">
        <PostThumbnail post={post} isMoving={isPointedAt} />
      </div>
      <div className="grid min-w-0 flex-1 gap-1.5 sm:grid-cols-[minmax(0,1fr)_auto] sm:items-center sm:gap-x-4">
        <div className="min-w-0">
          <Link
            to="/posts/$postId"
            params={{ postId: post.id }}
            className="line-clamp-1 font-medium after:absolute after:inset-0 focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-accent"
          >
            {postTitle(post)}
          </Link>
          <p className="text-[0.87rem] text-muted">
            <WhenWords post={post} />
          </p>
        </div>
        <div className="sm:justify-self-end">
          <StatusChip words={postStatusWords[post.status]} />
        </div>
        <ul className="flex flex-wrap items-center gap-1.5 sm:col-span-2" aria-label="Accounts">
          {post.publications.map((publication) => (
            <PublicationBadge key={publication.id} publication={publication} />
          ))}
        </ul>
      </div>
    </li>
  )
}

function WhenWords({ post }: { post: Post }) {
  if (post.publishAt === null) {
    return (
      <>
        Written <Moment at={post.createdAt} />
      </>
    )
  }
  return (
    <>
      {post.status === 'published' ? 'Published ' : 'For '}
      <Moment at={post.publishAt} />
    </>
  )
}
