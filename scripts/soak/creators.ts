import { setTimeout as pause } from 'node:timers/promises'
import { z } from 'zod'
import { createHttpClient } from '../../test/http-client.ts'
import type { SimulatorState } from '../../test/simulator-control.ts'
import type { SoakWorld } from './world.ts'

const LOOK_MS = 3000

/** What creators do meanwhile: connect again an account whose tokens got lost on their way, which nobody else can mend. */
export async function keepConnected(
  { person }: SoakWorld,
  signal: AbortSignal,
): Promise<{ username: string; code: string }[]> {
  const reconnected: { username: string; code: string }[] = []
  while (!signal.aborted) {
    const accounts = await person.accounts().catch(() => [])
    for (const { username, status, lastError } of accounts.filter((account) => account.status !== 'active')) {
      // The consent page may fail like everything else; the next round tries again.
      const isDone = await person.connect(username ?? '').then(
        () => true,
        () => false,
      )
      if (isDone) reconnected.push({ username: username ?? '', code: lastError?.code ?? status })
    }
    await pause(LOOK_MS, null, { signal }).catch(() => {})
  }
  return reconnected
}

/** The creators post every draft that lies in their inboxes: one delivered twice becomes two posts. */
export async function finishDrafts(simulatorUrl: string, { uploads }: SimulatorState): Promise<number> {
  const delivered = uploads.filter(({ phase }) => phase === 'inbox')
  for (const { publishId } of delivered) {
    const body = new URLSearchParams({ decision: 'post', caption: 'from the inbox', privacy_level: 'SELF_ONLY' })
    const reply = await fetch(`${simulatorUrl}/drafts/${encodeURIComponent(publishId)}`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: String(body),
      redirect: 'manual',
    })
    if (reply.status !== 303) throw new Error(`The draft ${publishId} could not be posted: ${reply.status}`)
  }
  return delivered.length
}

/** How many publications are in each state, as `GET /metrics` has it; null while it cannot be asked. */
export async function countByStatus(url: string): Promise<Map<string, number> | null> {
  const reply = await createHttpClient(url)
    .send('GET', '/metrics')
    .catch(() => null)
  if (reply?.status !== 200) return null
  const lines = z
    .string()
    .parse(reply.body)
    .matchAll(/^clipdeck_publications\{status="(\w+)"\} (\d+)$/gm)
  return new Map([...lines].map(([, status = '', count]) => [status, Number(count)]))
}
