import type { Fault, FaultInput } from '../faults.ts'
import { html } from './html.ts'
import { layout } from './layout.ts'

const PRESETS: [string, FaultInput][] = [
  ['The next init answers 500', { endpoint: 'video_init', status: 500, times: 1 }],
  ['The next init works, but its answer is lost', { endpoint: 'video_init', cut: 'after', times: 1 }],
  ['The next chunk breaks off in the middle', { endpoint: 'upload', cut: 'during', cutAfterBytes: 65_536, times: 1 }],
  ['The next chunk arrives, but its answer is lost', { endpoint: 'upload', cut: 'after', times: 1 }],
  ['The next chunk answers 503', { endpoint: 'upload', status: 503, times: 1 }],
  ['One in five status calls answers 429', { endpoint: 'status', status: 429, probability: 0.2 }],
  ['The next post fails in processing', { endpoint: 'processing', failReason: 'internal', times: 1 }],
  ['The next post gets stuck in processing', { endpoint: 'processing', isStuck: true, times: 1 }],
  ['Uploads are read at 1 MB a second', { endpoint: 'upload', slowReadBytesPerS: 1_000_000 }],
  ['Webhooks come twice', { endpoint: 'webhook', duplicates: 1 }],
  ['The next refresh is refused for good', { endpoint: 'token', status: 400, code: 'invalid_grant', times: 1 }],
]

export function faultsPage(faults: Fault[]): string {
  const rows = faults.map(
    (fault) => html`<li><code>${describe(fault)}</code> <small class="muted">struck ${fault.struck} times</small>
<button data-method="DELETE" data-url="/_simulator/faults/${fault.faultId}">Remove</button></li>`,
  )
  const presets = PRESETS.map(
    ([words, fault]) =>
      html`<li><button data-method="POST" data-url="/_simulator/faults" data-body="${JSON.stringify(fault)}">${words}</button></li>`,
  )
  return layout(
    'Faults',
    'faults',
    html`<h1>Faults</h1><p class="muted">Make something go wrong, and watch the app cope. More with POST /_simulator/faults.</p>
<section class="card"><h2>Active</h2>${faults.length > 0 ? html`<ul class="tasks">${rows}</ul>` : html`<p class="muted">None.</p>`}</section>
<section class="card"><h2>Add</h2><ul class="presets">${presets}</ul></section>
<script src="/assets/buttons.js"></script>`,
  )
}

function describe({ faultId: _, seen: __, struck: ___, ...fault }: Fault): string {
  const usual: Record<string, unknown> = { skip: 0, probability: 1, seed: 'fault', phase: 'before', cutAfterBytes: 0 }
  const said = Object.entries(fault).filter(([name, value]) => value !== usual[name] && value !== false && value !== 0)
  return said.map(([name, value]) => `${name}: ${String(value)}`).join(', ')
}
