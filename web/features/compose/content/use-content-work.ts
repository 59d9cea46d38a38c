import { type Dispatch, useEffect, useState } from 'react'
import type { DraftAction } from '../draft-reducer.ts'
import { type ContentWork, createContentWork } from './content-work.ts'
import type { MediaLibrary } from './media-library.ts'

/** What runs for the files of the draft, as long as the page is there. */
export function useContentWork(dispatch: Dispatch<DraftAction>, library: MediaLibrary): ContentWork {
  const [work] = useState(() => createContentWork({ library, dispatch }))
  useEffect(() => () => work.stop(), [work])
  return work
}
