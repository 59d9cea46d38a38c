import type { SimulatorState } from '../../test/simulator-control.ts'
import type { Outage } from './database.ts'
import type { LoudLine } from './log-watch.ts'
import type { SoakOptions } from './options.ts'
import type { EventCount } from './timelines.ts'
import type { Trouble } from './verdict.ts'

export type Report = {
  options: SoakOptions
  sizeBytes: number
  takeInMs: number
  troubledMs: number
  isSettled: boolean
  /** Posts of the workspace: one more than asked for was composed twice. */
  posts: number
  drafts: number
  calls: Record<string, number>
  state: SimulatorState
  struck: { name: string; times: number }[]
  reconnected: { username: string; code: string }[]
  composeRepeats: number
  events: EventCount[]
  workers: { starts: number; kills: number; failedStarts: number }
  outages: readonly Outage[]
  troubles: (Trouble & { timeline: string[] })[]
  leaks: string[]
  crashes: string[]
  loud: readonly LoudLine[]
  warnings: ReadonlyMap<string, number>
}

/** Everything that must not be, in words; empty when the soak has passed. */
export function findings(report: Report): string[] {
  const { options, troubles, leaks, crashes, loud } = report
  return [
    ...(report.isSettled ? [] : ['Not everything had an end in time.']),
    ...(report.posts === options.publications ? [] : [`The workspace has ${report.posts} posts.`]),
    ...(report.state.posts.length === options.publications ? [] : [`TikTok has ${report.state.posts.length} posts.`]),
    ...troubles.flatMap(({ publicationId, what, timeline }) => [
      `${what}${publicationId ? ` (publication ${publicationId})` : ''}`,
      ...timeline.map((line) => `    ${line}`),
    ]),
    ...leaks,
    ...crashes,
    ...countWords(loud.filter(({ isExplained }) => !isExplained).map(({ text }) => `logged as an error: ${text}`)),
  ]
}

/** The report as lines; what must not be comes last. */
export function reportLines(report: Report): string[] {
  const { options, state, workers, events, struck } = report
  const phases = Map.groupBy(state.uploads, ({ phase }) => phase)
  const total = (kind: string) =>
    events.filter((each) => each.kind === kind).reduce((sum, each) => sum + each.events, 0)
  const wrong = struck.reduce((sum, { times }) => sum + times, 0)
  const found = findings(report)
  return [
    '',
    row('seed', options.seed),
    row('publications', `${options.publications} over ${options.accounts} accounts, ${gigabytes(report.sizeBytes)}`),
    row('taken in', seconds(report.takeInMs)),
    row('troubles', seconds(report.troubledMs)),
    row(
      'workers',
      `${workers.kills} killed, ${workers.starts} started, ${workers.failedStarts} of them without a database`,
    ),
    row('PostgreSQL away', report.outages.map(({ fromMs, untilMs }) => seconds(untilMs - fromMs)).join(', ')),
    row(
      'calls of TikTok',
      Object.entries(report.calls)
        .map(([name, count]) => `${name} ${count}`)
        .join(', '),
    ),
    row('faults', `${wrong}`),
    ...struck
      .filter(({ times }) => times > 0)
      .map(({ name, times }) => row('', `${String(times).padStart(4)}  ${name}`)),
    row('inits', `${state.uploads.length}: ${[...phases].map(([phase, all]) => `${all.length} ${phase}`).join(', ')}`),
    row('drafts posted', String(report.drafts)),
    row('composed again', `${report.composeRepeats} times asked again`),
    row(
      'reconnected',
      `${report.reconnected.length}${report.reconnected.length > 0 ? `: ${countWords(report.reconnected.map(({ code }) => code)).join(', ')}` : ''}`,
    ),
    row(
      'timelines',
      `${total('upload-resumed')} resumed, ${total('retrying')} retries, ${total('waiting')} waits, ${total('held')} held, ${total('unconfirmed')} unconfirmed`,
    ),
    ...events
      .filter(({ code }) => code !== null)
      .map(({ kind, code, events: count }) => row('', `${String(count).padStart(4)}  ${kind}: ${code}`)),
    row(
      'warnings logged',
      countWords([...report.warnings].flatMap(([text, count]) => Array<string>(count).fill(text))).join('; ') || 'none',
    ),
    row(
      'errors explained',
      countWords(report.loud.filter(({ isExplained }) => isExplained).map(({ text }) => text.slice(0, 80))).join(
        '; ',
      ) || 'none',
    ),
    '',
    ...(found.length === 0
      ? [`Good: ${state.posts.length} posts, each once, on its account, with its bytes.`]
      : ['NOT GOOD:', ...found]),
  ]
}

function countWords(words: string[]): string[] {
  return [...Map.groupBy(words, (text) => text)].map(([text, all]) =>
    all.length > 1 ? `${all.length} × ${text}` : text,
  )
}

function row(name: string, text: string): string {
  return `${name.padEnd(18)}${text}`
}

function seconds(durationMs: number): string {
  return `${(durationMs / 1000).toFixed(1)} s`
}

function gigabytes(sizeBytes: number): string {
  return `${(sizeBytes / 1e9).toFixed(1)} GB`
}
