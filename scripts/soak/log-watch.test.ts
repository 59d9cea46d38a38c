import { expect, test } from 'vitest'
import { watchLogs } from './log-watch.ts'

const line = (level: string, time: string) => JSON.stringify({ level, time, msg: 'Task failed' })

test('an error is explained while the database is away and shortly after, and at no other time', () => {
  const outage = { fromMs: Date.parse('2026-01-01T12:00:00Z'), untilMs: Date.parse('2026-01-01T12:00:05Z') }
  const logs = watchLogs(() => [outage])
  logs.hear('api', line('error', '2026-01-01T11:59:59Z'))
  logs.hear('api', line('error', '2026-01-01T12:00:01Z'))
  logs.hear('api', line('fatal', '2026-01-01T12:00:12Z'))
  logs.hear('api', line('error', '2026-01-01T12:00:40Z'))
  expect(logs.loud().map(({ isExplained }) => isExplained)).toEqual([false, true, true, false])
})

test('warnings are counted, and what is no log line counts as an error without its stack', () => {
  const logs = watchLogs(() => [])
  logs.hear('worker 1', line('warn', '2026-01-01T12:00:00Z'))
  logs.hear('worker 1', line('warn', '2026-01-01T12:00:01Z'))
  logs.hear('worker 1', line('info', '2026-01-01T12:00:01Z'))
  expect([...logs.warnings()]).toEqual([['Task failed', 2]])
  for (const text of ['Clipdeck stopped: Error: no', '    at somewhere (file.ts:1:1)', "  code: 'ECONNREFUSED'", '}'])
    logs.hear('worker 1', text)
  expect(logs.loud().map(({ text }) => text)).toEqual(['Clipdeck stopped: Error: no'])
})
