import { sql } from 'kysely'
import { z } from 'zod'
import { AppError } from '../errors.ts'
import type { ApiParts, App } from './api-parts.ts'
import { createMetrics } from './metrics.ts'

const LOOPBACK = ['127.0.0.1', '::1', '::ffff:127.0.0.1']

const Check = z.object({ ok: z.boolean(), detail: z.string().optional() })
const Readiness = z.object({ ready: z.boolean(), checks: z.record(z.string(), Check) })

export function healthRoutes(app: App, { ctx }: ApiParts): void {
  const metrics = createMetrics(ctx)

  app.get(
    '/healthz',
    { schema: { response: { 200: z.object({ alive: z.literal(true) }) }, security: [] } },
    async () => ({ alive: true as const }),
  )

  app.get(
    '/readyz',
    { schema: { response: { 200: Readiness, 503: Readiness }, security: [] } },
    async (_request, reply) => {
      const checks = {
        database: await check(() => sql`select 1`.execute(ctx.db)),
        jobs: await check(() => ctx.jobs.counts()),
        storage: await check(() => ctx.storage.check()),
      }
      const ready = Object.values(checks).every(({ ok }) => ok)
      return reply.code(ready ? 200 : 503).send({ ready, checks })
    },
  )

  app.get('/metrics', { schema: { hide: true } }, async (request, reply) => {
    const token = ctx.secrets.metricsToken?.reveal()
    const isAllowed = token ? request.headers.authorization === `Bearer ${token}` : LOOPBACK.includes(request.ip)
    if (!isAllowed) throw new AppError('not_signed_in', 'Metrics want the bearer token in METRICS_TOKEN.')
    return reply.type(metrics.contentType).send(await metrics.metrics())
  })
}

async function check(probe: () => Promise<unknown>): Promise<z.infer<typeof Check>> {
  try {
    await probe()
    return { ok: true }
  } catch (error) {
    return { ok: false, detail: error instanceof Error ? error.name : 'unknown' }
  }
}
