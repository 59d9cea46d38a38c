import { WorkspaceEvent } from '#shared/api/events.ts'

export type LiveState = 'connecting' | 'live' | 'lost'

interface Handlers {
  onEvent: (event: WorkspaceEvent) => void
  onState: (state: LiveState) => void
  /** The connection is back: what happened meanwhile was missed. */
  onReconnect: () => void
}

const FIRST_DELAY_MS = 1000
const LONGEST_DELAY_MS = 30_000
const eventTypes = WorkspaceEvent.options.map((option) => option.shape.type.value)

/**
 * Listens to what changes in the workspace until the returned function is called.
 * EventSource reconnects by itself after a broken connection, but gives up after an error answer; we do not.
 */
export function connectEvents(url: string, { onEvent, onState, onReconnect }: Handlers): () => void {
  let source: EventSource | null = null
  let timer: ReturnType<typeof setTimeout> | undefined
  let delayMs = FIRST_DELAY_MS
  let wasLive = false

  const open = () => {
    source = new EventSource(url)
    source.onopen = handleOpen
    source.onerror = handleError
    for (const type of eventTypes) source.addEventListener(type, handleMessage)
  }
  const handleOpen = () => {
    delayMs = FIRST_DELAY_MS
    onState('live')
    if (wasLive) onReconnect()
    wasLive = true
  }
  const handleError = () => {
    onState('lost')
    if (source?.readyState !== EventSource.CLOSED) return
    timer = setTimeout(open, delayMs)
    delayMs = Math.min(delayMs * 2, LONGEST_DELAY_MS)
  }
  const handleMessage = (message: MessageEvent<string>) => {
    const event = WorkspaceEvent.safeParse(JSON.parse(message.data))
    if (event.success) onEvent(event.data)
  }

  open()
  return () => {
    clearTimeout(timer)
    source?.close()
  }
}
