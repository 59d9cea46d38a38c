import { Check } from 'lucide-react'
import { Checkbox } from 'radix-ui'
import type { Account } from '#shared/api/accounts.ts'
import { Avatar } from '../../ui/avatar.tsx'

interface AccountOptionProps {
  account: Account
  isChosen: boolean
  onToggle: (isChosen: boolean) => void
}

export function AccountOption({ account, isChosen, onToggle }: AccountOptionProps) {
  const block = blockOf(account)
  return (
    <li>
      <Checkbox.Root
        checked={isChosen}
        disabled={block !== null && !isChosen}
        onCheckedChange={(state) => onToggle(state === true)}
        className="group flex w-full items-center gap-3 rounded-lg border border-line p-2 text-left hover:bg-sunken disabled:opacity-60 disabled:hover:bg-transparent data-[state=checked]:border-accent data-[state=checked]:bg-accent-soft"
      >
        <Avatar name={account.displayName} url={account.avatarUrl} />
        <span className="min-w-0 flex-1">
          <span className="block truncate font-medium">{account.displayName}</span>
          <span className="block truncate text-[0.87rem] text-muted">
            {block ?? (account.username ? `@${account.username}` : 'Handle not shared')}
          </span>
        </span>
        <span className="grid size-5 shrink-0 place-items-center rounded-[0.3rem] border border-edge bg-surface group-data-[state=checked]:border-accent group-data-[state=checked]:bg-accent">
          <Checkbox.Indicator>
            <Check aria-hidden className="size-3.5 text-on-accent" strokeWidth={3} />
          </Checkbox.Indicator>
        </span>
      </Checkbox.Root>
    </li>
  )
}

/** Why nothing can be posted to an account; null when something can. */
function blockOf({ status, capabilities }: Account): string | null {
  if (status !== 'active') return 'Reconnect it first'
  return capabilities.directPost || capabilities.draft ? null : 'No permission to post'
}
