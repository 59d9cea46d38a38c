import type { ReactNode } from 'react'

interface PageProps {
  title: string
  actions?: ReactNode
  lead?: ReactNode
  children: ReactNode
}

/** The frame of every page: heading, actions, content. */
export function Page({ title, actions, lead, children }: PageProps) {
  return (
    <div className="mx-auto grid w-full max-w-6xl grid-cols-1 content-start gap-5 px-4 py-6 sm:px-6 lg:py-8">
      <title>{`${title} · Clipdeck`}</title>
      <header className="flex flex-wrap items-start justify-between gap-x-4 gap-y-3">
        <div className="min-w-0">
          <h1 className="line-clamp-3 text-2xl font-semibold tracking-tight wrap-anywhere">{title}</h1>
          {lead && <div className="text-muted">{lead}</div>}
        </div>
        {actions && <div className="flex flex-wrap gap-2">{actions}</div>}
      </header>
      {children}
    </div>
  )
}
