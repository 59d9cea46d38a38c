import { z } from 'zod'

/** How late a publication may begin when the worker was down: up to 7 days, 12 hours unless told. */
export const PUBLISH_LATE_MINUTES = { default: 12 * 60, max: 7 * 24 * 60 } as const

const lateMessage = `Give whole minutes from 0 to ${PUBLISH_LATE_MINUTES.max} (7 days).`
const PublishLateMaxMinutes = z
  .int({ error: lateMessage })
  .min(0, { error: lateMessage })
  .max(PUBLISH_LATE_MINUTES.max, { error: lateMessage })

/** `GET /workspace`. */
export const Workspace = z.object({
  id: z.uuid(),
  name: z.string(),
  /** What is due for longer when a worker comes to it is held instead of published. */
  publishLateMaxMinutes: z.int(),
  /** What its media take, uploads that are coming in included, and how much they may; null for no limit. */
  media: z.object({ usedBytes: z.int(), quotaBytes: z.int().nullable() }),
})
export type Workspace = z.infer<typeof Workspace>

/** `PATCH /workspace`, by its owner: what is given replaces what was there. */
export const UpdateWorkspace = z.strictObject({ publishLateMaxMinutes: PublishLateMaxMinutes.optional() })
export type UpdateWorkspace = z.infer<typeof UpdateWorkspace>
