import { Link } from '@tanstack/react-router'
import { MapPinOff } from 'lucide-react'
import { buttonClass } from '../ui/button-class.ts'
import { EmptyState } from '../ui/empty-state.tsx'

export function NotFound() {
  return (
    <main className="mx-auto w-full max-w-xl px-4 py-16">
      <title>Not found · Clipdeck</title>
      <EmptyState
        icon={MapPinOff}
        title="There is no such page"
        action={
          <Link to="/posts" search={{}} className={buttonClass('primary')}>
            Go to the posts
          </Link>
        }
      />
    </main>
  )
}
