import type { Agenda } from './agenda.ts'
import type { Faults } from './faults.ts'
import type { Ids } from './ids.ts'
import type { MediaStore } from './media-store.ts'
import type { AppRegistration, Clock, Limits, Timing } from './options.ts'
import type { Pulls } from './pulls.ts'
import type { RateLimits } from './rate-limits.ts'
import type { State } from './state.ts'
import type { Webhooks } from './webhooks.ts'

/** The parts of the simulator, made once in simulator.ts. */
export type World = {
  clock: Clock
  timing: Timing
  limits: Limits
  ids: Ids
  apps: Map<string, AppRegistration>
  state: State
  faults: Faults
  rateLimits: RateLimits
  agenda: Agenda
  webhooks: Webhooks
  media: MediaStore
  pulls: Pulls
}

export function nowMsOf(world: Pick<World, 'clock'>): number {
  return world.clock.now().getTime()
}
