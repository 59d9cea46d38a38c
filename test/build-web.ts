import { buildWeb } from '#server/build-web.ts'
import { createLogger } from '#server/logger.ts'

/** Once before all tests, so that each of them finds the page there, whichever comes first. */
export async function setup(): Promise<void> {
  await buildWeb({ log: createLogger({ level: 'silent' }) })
}
