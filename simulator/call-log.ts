import type { EndpointName } from './faults.ts'

/** One request that reached the simulator, and what it got; `status` is null when the connection was cut. */
export type CallRecord = {
  atMs: number
  endpoint: EndpointName
  status: number | null
  code: string
  logId: string
  openId: string | null
  publishId: string | null
  chunkIndex: number | null
}

export type CallLog = ReturnType<typeof createCallLog>

const KEPT_CALLS = 20_000

export function createCallLog() {
  let records: CallRecord[] = []
  const counts = new Map<EndpointName, number>()
  const codes = new Map<string, number>()
  return {
    add(record: CallRecord) {
      if (records.length >= KEPT_CALLS) records = records.slice(KEPT_CALLS / 2)
      records.push(record)
      counts.set(record.endpoint, (counts.get(record.endpoint) ?? 0) + 1)
      codes.set(record.code, (codes.get(record.code) ?? 0) + 1)
    },
    /** Oldest first; the latest 20,000 at most. */
    all: (endpoint?: EndpointName) => records.filter((it) => endpoint === undefined || it.endpoint === endpoint),
    count: (endpoint: EndpointName) => counts.get(endpoint) ?? 0,
    counts: () => Object.fromEntries(counts),
    /** How often each code was answered. */
    codes: () => Object.fromEntries(codes),
  }
}
