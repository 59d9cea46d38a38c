import { collectDefaultMetrics, Gauge, Registry } from 'prom-client'
import { BREAKER_SCOPES, BREAKER_STATES } from '#shared/api/breakers.ts'
import { after } from '../clock.ts'
import type { Context } from '../context.ts'
import { breakerState, STREAK_GAP_MS } from '../limits/circuit-breaker.ts'
import { listTroubled } from '../limits/circuit-breakers-store.ts'

/** What Prometheus reads. The counts are asked of the database when it comes. */
export function createMetrics(ctx: Context): Registry {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  new Gauge({
    name: 'clipdeck_publications',
    help: 'Publications by status',
    labelNames: ['status'],
    registers: [registry],
    async collect() {
      this.reset()
      const rows = await ctx.db
        .selectFrom('publications')
        .select(({ fn }) => ['status', fn.countAll<number>().as('count')])
        .groupBy('status')
        .execute()
      for (const { status, count } of rows) this.set({ status }, Number(count))
    },
  })
  new Gauge({
    name: 'clipdeck_jobs',
    help: 'Jobs by task and state',
    labelNames: ['task', 'state'],
    registers: [registry],
    async collect() {
      this.reset()
      for (const [task, { queued, active }] of Object.entries(await ctx.jobs.counts())) {
        this.set({ task, state: 'queued' }, queued)
        this.set({ task, state: 'active' }, active)
      }
    },
  })
  new Gauge({
    name: 'clipdeck_circuit_breakers',
    help: 'Circuit breakers with failures, by what they are about and state',
    labelNames: ['scope', 'state'],
    registers: [registry],
    async collect() {
      for (const scope of BREAKER_SCOPES) for (const state of BREAKER_STATES) this.set({ scope, state }, 0)
      const now = ctx.clock.now()
      for (const row of await listTroubled(ctx.db, after(now, -STREAK_GAP_MS)))
        this.inc({ scope: row.scope, state: breakerState(row, now) })
    },
  })
  return registry
}
