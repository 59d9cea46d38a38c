import { buildWeb } from '#server/build-web.ts'
import { createLogger } from '#server/logger.ts'

/** Once before the browser's tests, because each of their products would do it, side by side. */
export async function setup(): Promise<void> {
  await buildWeb({ log: createLogger({ level: 'silent' }) })
}
