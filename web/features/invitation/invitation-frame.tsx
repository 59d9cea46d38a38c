import type { ReactNode } from 'react'
import { Logo } from '../../ui/logo.tsx'

/** The frame of the page that a creator opens: no menu, no sign-in. */
export function InvitationFrame({ title, children }: { title: string; children: ReactNode }) {
  return (
    <main className="grid flex-1 content-center justify-items-center px-4 py-8 sm:py-12">
      <title>{`${title} · Clipdeck`}</title>
      <div className="grid w-full max-w-md gap-5">
        <div className="flex items-center gap-2.5 text-lg font-semibold">
          <Logo className="size-8" />
          Clipdeck
        </div>
        {children}
      </div>
    </main>
  )
}
