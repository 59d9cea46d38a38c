import type { ReactNode } from 'react'
import { Logo } from '../../ui/logo.tsx'

interface EntranceProps {
  title: string
  lead: string
  children: ReactNode
  footer?: ReactNode
}

/** The frame of the pages before somebody is signed in. */
export function Entrance({ title, lead, children, footer }: EntranceProps) {
  return (
    <main className="grid flex-1 content-center justify-items-center px-4 py-10">
      <title>{`${title} · Clipdeck`}</title>
      <div className="grid w-full max-w-sm gap-6">
        <div className="flex items-center gap-2.5 text-lg font-semibold">
          <Logo className="size-8" />
          Clipdeck
        </div>
        <div>
          <h1 className="text-2xl font-semibold tracking-tight">{title}</h1>
          <p className="mt-1 text-muted">{lead}</p>
        </div>
        {children}
        {footer && <p className="text-[0.93rem] text-muted">{footer}</p>}
      </div>
    </main>
  )
}
