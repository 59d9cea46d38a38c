import { useEffect, useEffectEvent, useState } from 'react'
import type { WorkspaceEvent } from '#shared/api/events.ts'
import { apiUrl } from '../../api.ts'
import { connectEvents, type LiveState } from './connect-events.ts'

interface Listeners {
  onEvent: (event: WorkspaceEvent) => void
  onReconnect: () => void
}

/** One connection for the tab; tells how it stands. */
export function useWorkspaceEvents({ onEvent, onReconnect }: Listeners): LiveState {
  const [state, setState] = useState<LiveState>('connecting')
  const handleEvent = useEffectEvent(onEvent)
  const handleReconnect = useEffectEvent(onReconnect)
  useEffect(
    () =>
      connectEvents(apiUrl('/events'), {
        onEvent: (event) => handleEvent(event),
        onState: setState,
        onReconnect: () => handleReconnect(),
      }),
    [],
  )
  return state
}
