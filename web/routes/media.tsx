import { createRoute, Link } from '@tanstack/react-router'
import { Images, SquarePen } from 'lucide-react'
import { MediaList } from '../features/media/media-list.tsx'
import { MediaQuota } from '../features/workspace/media-quota.tsx'
import { buttonClass } from '../ui/button-class.ts'
import { EmptyState } from '../ui/empty-state.tsx'
import { Page } from '../ui/page.tsx'
import { signedInRoute } from './signed-in.tsx'

export const mediaRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/media',
  component: MediaPage,
})

function MediaPage() {
  return (
    <Page
      title="Media"
      lead="What was uploaded, and what Clipdeck made of it."
      actions={
        <Link to="/compose" search={{}} className={buttonClass('primary')}>
          <SquarePen aria-hidden className="size-4" />
          New post
        </Link>
      }
    >
      <MediaQuota />
      <MediaList empty={<NoneYet />} />
    </Page>
  )
}

function NoneYet() {
  return (
    <EmptyState icon={Images} title="Nothing uploaded yet">
      Videos, photos and sounds come here when you choose them for a post.
    </EmptyState>
  )
}
