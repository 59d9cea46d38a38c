import { classNames } from '../../ui/class-names.ts'
import type { LiveState } from './connect-events.ts'

const words: Record<LiveState, { label: string; dot: string }> = {
  connecting: { label: 'Connecting…', dot: 'bg-edge' },
  live: { label: 'Live', dot: 'bg-good' },
  lost: { label: 'Not live, reconnecting…', dot: 'bg-warn' },
}

/** Whether the page follows what happens by itself. */
export function LiveIndicator({ state }: { state: LiveState }) {
  return (
    <p role="status" className="flex items-center gap-2 text-[0.83rem] text-muted">
      <span aria-hidden className={classNames('size-2 rounded-full', words[state].dot)} />
      {words[state].label}
    </p>
  )
}
