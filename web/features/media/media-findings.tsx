import { ChevronRight } from 'lucide-react'
import { Collapsible } from 'radix-ui'
import type { MediaCheck } from '#shared/api/media.ts'
import { MediaChecks } from '../../ui/media-checks.tsx'

/** What has to be looked at in an item, behind its number; nothing where all is fine. */
export function MediaFindings({ checks }: { checks: readonly MediaCheck[] }) {
  const count = checks.filter(({ level }) => level !== 'ok').length
  if (count === 0) return null
  return (
    <Collapsible.Root>
      <Collapsible.Trigger className="group -mx-1 flex items-center gap-1 rounded-md px-1 text-[0.93rem] text-warn">
        <ChevronRight aria-hidden className="size-4 transition-transform group-data-[state=open]:rotate-90" />
        {count === 1 ? '1 finding' : `${count} findings`}
      </Collapsible.Trigger>
      <Collapsible.Content className="pt-2">
        <MediaChecks checks={checks} />
      </Collapsible.Content>
    </Collapsible.Root>
  )
}
