import { Button } from '../../ui/button.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { Moment } from '../../ui/moment.tsx'
import { Notice } from '../../ui/notice.tsx'

interface ReadyLinkProps {
  url: string
  expiresAt: string
  onDone: () => void
}

/** The address of a new link: nobody can look it up later. */
export function ReadyLink({ url, expiresAt, onDone }: ReadyLinkProps) {
  return (
    <div className="grid gap-4">
      <Notice tone="good" title="The link is ready. It is shown only now.">
        <div className="mt-2 grid justify-items-start gap-2">
          <code className="rounded-md bg-surface px-2.5 py-1.5 font-mono text-[0.87rem] break-all text-ink">{url}</code>
          <CopyButton text={url} />
        </div>
      </Notice>
      <p className="text-muted">
        Whoever opens it first can connect one account by it, until <Moment at={expiresAt} />. Send it only to the
        creator you mean. You can take it back on this page as long as nobody has used it.
      </p>
      <div className="flex justify-end">
        <Button onClick={onDone}>Done</Button>
      </div>
    </div>
  )
}
