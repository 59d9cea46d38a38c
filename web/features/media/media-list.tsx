import { useInfiniteQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { errorWords } from '../../error-words.ts'
import { Button } from '../../ui/button.tsx'
import { Loading } from '../../ui/loading.tsx'
import { ProblemNotice } from '../../ui/problem-notice.tsx'
import { MediaRow } from './media-row.tsx'
import { mediaListQuery } from './queries.ts'

/** The library, the newest first. */
export function MediaList({ empty }: { empty: ReactNode }) {
  const library = useInfiniteQuery(mediaListQuery())
  if (library.isPending) return <Loading what="media" />
  if (library.isError) return <ProblemNotice {...errorWords(library.error)} onRetry={() => void library.refetch()} />
  const items = library.data.pages.flatMap((page) => page.items)
  if (items.length === 0) return empty

  return (
    <>
      <ul className="card divide-y divide-line overflow-hidden">
        {items.map((media) => (
          <MediaRow key={media.id} media={media} />
        ))}
      </ul>
      {library.hasNextPage && (
        <Button
          className="justify-self-center"
          busy={library.isFetchingNextPage}
          onClick={() => void library.fetchNextPage()}
        >
          Show older media
        </Button>
      )}
    </>
  )
}
