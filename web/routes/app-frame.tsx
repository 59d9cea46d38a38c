import { Link } from '@tanstack/react-router'
import { Images, LayoutList, type LucideIcon, Settings, SquarePen, Users } from 'lucide-react'
import type { ReactNode } from 'react'
import type { Me } from '#shared/api/session.ts'
import { Logo } from '../ui/logo.tsx'

const destinations = [
  { to: '/compose', label: 'New post', icon: SquarePen },
  { to: '/posts', label: 'Posts', icon: LayoutList },
  { to: '/media', label: 'Media', icon: Images },
  { to: '/accounts', label: 'Accounts', icon: Users },
  { to: '/settings', label: 'Settings', icon: Settings },
] as const

interface AppFrameProps {
  me: Me
  live: ReactNode
  /** Above every page, where there is something to say. */
  notice: ReactNode
  children: ReactNode
}

/** Navigation at the side, on a phone at the bottom. */
export function AppFrame({ me, live, notice, children }: AppFrameProps) {
  return (
    <div className="flex flex-1 flex-col md:grid md:grid-cols-[13.5rem_minmax(0,1fr)]">
      <a
        href="#content"
        className="sr-only focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-50 focus:rounded-lg focus:bg-surface focus:px-4 focus:py-2"
      >
        Skip to the content
      </a>
      <div className="border-line bg-surface max-md:contents md:border-r">
        <div className="md:sticky md:top-(--banner-height) md:flex md:h-[calc(100dvh-var(--banner-height))] md:flex-col md:gap-6 md:px-3 md:py-5">
          <header className="flex items-center justify-between gap-3 border-b border-line bg-surface px-4 py-2.5 md:border-0 md:bg-transparent md:px-2 md:py-0">
            <Link to="/posts" search={{}} className="flex items-center gap-2.5 font-semibold">
              <Logo className="size-7" />
              Clipdeck
            </Link>
            <div className="md:hidden">{live}</div>
          </header>
          <MainNavigation />
          <footer className="mt-auto hidden gap-3 px-2 md:grid">
            {live}
            <div className="min-w-0 text-[0.87rem]">
              <p className="truncate font-medium">{me.workspace.name}</p>
              <p className="truncate text-muted">{me.user.name}</p>
            </div>
          </footer>
        </div>
      </div>
      <main id="content" tabIndex={-1} className="min-w-0 flex-1 pb-20 outline-none md:pb-0">
        {notice}
        {children}
      </main>
    </div>
  )
}

function MainNavigation() {
  return (
    <nav
      aria-label="Main"
      className="fixed inset-x-0 bottom-0 z-30 border-t border-line bg-surface pb-[env(safe-area-inset-bottom)] md:static md:border-0 md:bg-transparent md:pb-0"
    >
      <ul className="grid grid-cols-5 md:grid-cols-1 md:gap-1">
        {destinations.map((destination) => (
          <Destination key={destination.to} {...destination} />
        ))}
      </ul>
    </nav>
  )
}

interface DestinationProps {
  to: (typeof destinations)[number]['to']
  label: string
  icon: LucideIcon
}

function Destination({ to, label, icon: Icon }: DestinationProps) {
  return (
    <li>
      <Link
        to={to}
        search={{}}
        className="flex flex-col items-center gap-0.5 px-1 py-2 text-[0.77rem] text-muted hover:text-ink aria-[current=page]:font-medium aria-[current=page]:text-accent md:flex-row md:gap-3 md:rounded-lg md:px-3 md:text-[0.95rem] md:hover:bg-sunken md:aria-[current=page]:bg-accent-soft"
      >
        <Icon aria-hidden className="size-5" />
        {label}
      </Link>
    </li>
  )
}
