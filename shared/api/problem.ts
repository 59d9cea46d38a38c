import { z } from 'zod'
import { PublishMode } from './posts.ts'

/** An account without room at the time that was asked for: code `no_room`. */
export const FullAccount = z.object({
  accountId: z.uuid(),
  displayName: z.string(),
  mode: PublishMode,
  /** The field with the time, as in `errors`. */
  path: z.string(),
  /** What stands in the 24 hours around that time, and how much may. */
  booked: z.number().int(),
  cap: z.number().int(),
  /** True: not the account's cap is reached, but the app's number of posting accounts before its audit. */
  isAppFull: z.boolean(),
  firstFreeAt: z.iso.datetime(),
})
export type FullAccount = z.infer<typeof FullAccount>

/** An error answer, RFC 9457 (`application/problem+json`). */
export const Problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  detail: z.string(),
  code: z.string(),
  remedy: z.string().nullable(),
  requestId: z.string(),
  errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
  full: z.array(FullAccount).optional(),
})
export type Problem = z.infer<typeof Problem>
