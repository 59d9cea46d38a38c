import { QueryClient, type QueryKey } from '@tanstack/react-query'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createRefreshSoon } from './refresh-soon.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

test('many events within a moment make one request for each thing that is shown', async () => {
  const asked: QueryKey[] = []
  const client = new QueryClient()
  client.setQueryData(['posts'], 'known')
  client.setQueryData(['accounts'], 'known')
  client.getQueryCache().subscribe(({ type, query }) => {
    if (type === 'updated' && query.state.isInvalidated) asked.push(query.queryKey)
  })
  const refreshSoon = createRefreshSoon(client)
  for (let event = 0; event < 50; event++) {
    refreshSoon(['posts'])
    refreshSoon(['accounts'])
  }
  expect(asked).toEqual([])
  await vi.runAllTimersAsync()
  expect(asked).toEqual([['posts'], ['accounts']])
})
