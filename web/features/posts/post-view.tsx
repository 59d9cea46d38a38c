import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import type { Post, Publication } from '#shared/api/posts.ts'
import { errorWords } from '../../error-words.ts'
import { Loading } from '../../ui/loading.tsx'
import { Moment } from '../../ui/moment.tsx'
import { Page } from '../../ui/page.tsx'
import { ProblemNotice } from '../../ui/problem-notice.tsx'
import { PostActions } from './post-actions.tsx'
import { postTitle } from './post-title.ts'
import { PublicationCard } from './publication-card.tsx'
import { postQuery } from './queries.ts'
import { StatusChip } from './status-chip.tsx'
import { postStatusWords } from './status-words.ts'

/** Up to how many accounts every timeline is open at the start. */
const OPEN_TIMELINES = 3

interface PostViewProps {
  postId: string
  /** Shows the media of a post: the caller knows where they are kept. */
  renderMedia: (post: Post) => ReactNode
  /** What a person can do about a held publication; the caller knows how choices are made. */
  renderRemedy: (publication: Publication, post: Post) => ReactNode
}

export function PostView({ postId, renderMedia, renderRemedy }: PostViewProps) {
  const query = useQuery(postQuery(postId))
  if (query.isPending) {
    return (
      <Page title="Post">
        <Loading what="the post" />
      </Page>
    )
  }
  if (query.isError) {
    return (
      <Page title="Post">
        <ProblemNotice {...errorWords(query.error)} onRetry={() => void query.refetch()} />
      </Page>
    )
  }
  const post = query.data
  return (
    <Page title={postTitle(post)} lead={<PostLead post={post} />} actions={<PostActions post={post} />}>
      <div className="grid items-start gap-5 md:grid-cols-[15rem_minmax(0,1fr)]">
        <aside className="grid gap-4 md:sticky md:top-[calc(var(--banner-height)+1.5rem)]">
          <div className="mx-auto w-full max-w-44 md:max-w-60">{renderMedia(post)}</div>
          <PostText post={post} />
        </aside>
        <section aria-label="Accounts" className="grid min-w-0 gap-4">
          {post.publications.map((publication) => (
            <PublicationCard
              key={publication.id}
              publication={publication}
              remedy={renderRemedy(publication, post)}
              post={post}
              showsTimeline={post.publications.length <= OPEN_TIMELINES}
            />
          ))}
        </section>
      </div>
    </Page>
  )
}

function PostLead({ post }: { post: Post }) {
  return (
    <div className="mt-1.5 flex flex-wrap items-center gap-x-3 gap-y-1 text-[0.93rem]">
      <StatusChip words={postStatusWords[post.status]} />
      <span>
        {post.publishAt ? 'For ' : 'Written '}
        <Moment at={post.publishAt ?? post.createdAt} />
      </span>
    </div>
  )
}

function PostText({ post }: { post: Post }) {
  const texts = post.type === 'photo' ? { Title: post.title, Description: post.description } : { Caption: post.caption }
  return Object.entries(texts).map(([name, text]) => (
    <div key={name}>
      <h2 className="text-[0.87rem] font-medium text-muted">{name}</h2>
      <p className="wrap-anywhere whitespace-pre-wrap">{text || 'None'}</p>
    </div>
  ))
}
