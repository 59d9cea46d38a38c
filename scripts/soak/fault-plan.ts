import type { EndpointName, FaultInput } from '#simulator/faults.ts'

type Way = Omit<FaultInput, 'endpoint' | 'probability' | 'seed'>
/** A way to go wrong, with its name for the report and its weight beside the others (1 unless given). */
type NamedWay = { name: string; weight?: number; way: Way }
export type PlannedFault = { name: string; fault: FaultInput }

const HTML = '<html><body><h1>502 Bad Gateway</h1></body></html>'
const json = 'application/json; charset=utf-8'

const anyCall: NamedWay[] = [
  { name: '500 instead of the work', way: { status: 500 } },
  { name: '503 instead of the work', way: { status: 503 } },
  { name: '500 after the work', way: { status: 500, phase: 'after' } },
  { name: '429 with Retry-After', way: { status: 429, retryAfterS: 2 } },
  { name: '429 without', weight: 0.3, way: { status: 429 } },
  { name: 'cut before the work', way: { cut: 'before' } },
  { name: 'cut after the work', way: { cut: 'after' } },
  { name: 'cut in the middle of the answer', way: { cut: 'answering' } },
  { name: 'late', way: { delayMs: 3000 } },
  { name: 'HTML, 502', way: { status: 502, body: HTML } },
  { name: 'HTML, 200', weight: 0.5, way: { body: HTML } },
  { name: 'broken JSON', weight: 0.5, way: { body: '{"data":{"publ', contentType: json } },
  { name: 'silence before the work', weight: 0.3, way: { hang: true } },
  { name: 'silence after the work', weight: 0.3, way: { hang: true, phase: 'after' } },
]
const authorizedCall: NamedWay[] = [...anyCall, { name: '401', way: { status: 401 } }]
const unknownWord = '{"data":{"status":"SOMETHING_NEW"},"error":{"code":"ok","message":"","log_id":"soak"}}'

const ways: readonly (readonly [EndpointName, NamedWay[]])[] = [
  ['token', anyCall],
  ['creator_info', authorizedCall],
  ['video_init', authorizedCall],
  ['inbox_init', authorizedCall],
  ['status', [...authorizedCall, { name: 'unknown status', way: { body: unknownWord, contentType: json } }]],
  ['user_info', authorizedCall],
  ['video_list', authorizedCall],
  ['video_query', authorizedCall],
  [
    'upload',
    [
      ...anyCall,
      { name: 'cut during the chunk', weight: 2, way: { cut: 'during', cutAfterBytes: 500_000 } },
      { name: 'read slowly', way: { slowReadBytesPerS: 10_000_000 } },
      { name: '403', weight: 0.5, way: { status: 403, code: 'upload_url_expired' } },
      { name: '404', weight: 0.5, way: { status: 404, code: 'upload_not_found' } },
      { name: '404 after the work', weight: 0.5, way: { status: 404, code: 'upload_not_found', phase: 'after' } },
      { name: '416', weight: 0.5, way: { status: 416, code: 'range_not_satisfiable' } },
    ],
  ],
  ['processing', [{ name: 'failed: internal', way: { failReason: 'internal' } }]],
  [
    'webhook',
    [
      { name: 'lost', way: { isDropped: true } },
      { name: 'three times', way: { duplicates: 2 } },
      { name: '20 s late', way: { delayMs: 20_000 } },
      { name: 'after the next one', way: { isReordered: true } },
    ],
  ],
]

/** Polling alone must do, so webhooks may go wrong more often than calls. */
const WEBHOOK_FACTOR = 4

/** The faults that make `rate` of the calls of each endpoint go wrong, in every way that TikTok or a network may. */
export function planFaults(seed: string, rate: number): PlannedFault[] {
  return ways.flatMap(([endpoint, named]) => {
    const share = endpoint === 'webhook' ? Math.min(0.9, rate * WEBHOOK_FACTOR) : rate
    return spread(named, share).map(({ name, way, probability }) => ({
      name: `${endpoint}: ${name}`,
      fault: { ...way, endpoint, probability, seed: `${seed}/${endpoint}/${name}` },
    }))
  })
}

/** The first fault that matches strikes, so each one's chance is among the calls that the ones before it left alone. */
function spread(named: NamedWay[], share: number) {
  const total = named.reduce((sum, { weight = 1 }) => sum + weight, 0)
  let left = 1
  return named.map(({ name, way, weight = 1 }) => {
    const wanted = (share * weight) / total
    const probability = wanted / left
    left -= wanted
    return { name, way, probability }
  })
}
