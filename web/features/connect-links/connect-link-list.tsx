import { useQuery } from '@tanstack/react-query'
import type { ConnectLink } from '#shared/api/connect-links.ts'
import { errorWords } from '../../error-words.ts'
import { ProblemNotice } from '../../ui/problem-notice.tsx'
import { ConnectLinkRow } from './connect-link-row.tsx'
import { connectLinksQuery } from './queries.ts'

/** The links of the workspace, folded up: how many are open, and on demand what became of each. */
export function ConnectLinkList() {
  const links = useQuery(connectLinksQuery())
  if (links.isError) return <ProblemNotice {...errorWords(links.error)} onRetry={() => void links.refetch()} />
  // Most workspaces have none, so their page must not jump while this is asked for.
  if (!links.data || links.data.length === 0) return null

  const isOpen = ({ status }: ConnectLink) => status === 'open'
  const openFirst = [...links.data.filter(isOpen), ...links.data.filter((link) => !isOpen(link))]
  return (
    <section aria-label="Invitations" className="card">
      <details>
        <summary className="cursor-pointer px-4 py-3">
          <span className="font-semibold">Invitations</span>{' '}
          <span className="text-muted">{countWords(links.data.filter(isOpen).length)}</span>
        </summary>
        <ul className="divide-y divide-line border-t border-line">
          {openFirst.map((link) => (
            <ConnectLinkRow key={link.id} link={link} />
          ))}
        </ul>
      </details>
    </section>
  )
}

function countWords(open: number): string {
  if (open === 0) return 'No link is open'
  return open === 1 ? '1 link is open' : `${open} links are open`
}
