import { useQuery } from '@tanstack/react-query'
import { Hourglass } from 'lucide-react'
import { formatTime } from '../../ui/format-time.ts'
import { breakersQuery } from './queries.ts'
import { restingHostUntil } from './resting-host.ts'

/** Says on every page that TikTok does not answer well, and that nobody has to do anything about it. */
export function RestingBanner() {
  const { data, dataUpdatedAt } = useQuery(breakersQuery())
  const until = data ? restingHostUntil(data, new Date(dataUpdatedAt)) : null
  return (
    <div role="status">
      {until && (
        <p className="flex gap-2.5 border-b border-line bg-warn-soft px-4 py-2 text-[0.87rem] md:px-6">
          <Hourglass aria-hidden className="mt-0.5 size-4 shrink-0 text-warn" />
          <span>
            TikTok does not answer well right now. Posts wait and go on by themselves
            {until.getTime() > dataUpdatedAt
              ? `, at ${formatTime(until)} at the earliest.`
              : '; it is being tried again.'}
          </span>
        </p>
      )}
    </div>
  )
}
