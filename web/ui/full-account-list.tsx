import type { FullAccount } from '#shared/api/problem.ts'
import { Button } from './button.tsx'
import { Moment } from './moment.tsx'

interface FullAccountListProps {
  full: readonly FullAccount[]
  busy: boolean
  blockedBecause?: string | null
  /** Sends it again, each full account at its first free time. */
  onMove: () => void
}

/** Which accounts TikTok has no room for, when it has some, and one button that moves them there. */
export function FullAccountList({ full, busy, blockedBecause = null, onMove }: FullAccountListProps) {
  return (
    <div className="grid gap-2.5">
      <ul className="grid gap-1.5">
        {full.map((account) => (
          <li key={account.accountId}>
            <p className="text-ink">{fullnessWords(account)}</p>
            <p>
              First free time:{' '}
              <span className="font-medium text-ink">
                <Moment at={account.firstFreeAt} />
              </span>
            </p>
          </li>
        ))}
      </ul>
      <div>
        <Button size="small" variant="primary" busy={busy} blockedBecause={blockedBecause} onClick={onMove}>
          {full.length === 1 ? 'Move it to the first free time' : 'Move them to their first free times'}
        </Button>
      </div>
    </div>
  )
}

function fullnessWords({ displayName, mode, booked, cap, isAppFull }: FullAccount): string {
  if (isAppFull)
    return `${displayName} would be one account more than the ${cap} that may post in 24 hours until TikTok has audited the app.`
  const what = mode === 'draft' ? 'drafts' : 'posts'
  return `${displayName} has ${booked} ${what} in 24 hours around then; TikTok takes ${cap}.`
}
