import { collectDefaultMetrics, Gauge, Registry } from 'prom-client'
import type { Context } from '../context.ts'

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
  return registry
}
