import type { FaultInput } from '#simulator/faults.ts'

/** TikTok's endpoints, in the simulator's words. */
export type Endpoint = FaultInput['endpoint']
