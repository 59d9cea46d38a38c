import { z } from 'zod'

const publication = z.object({ publicationId: z.uuid() })
const account = z.object({ accountId: z.uuid() })

/** Every task with its payload: ids only. A task reads the row again and accepts that it runs twice or late. */
export const tasks = {
  'publish-post': publication,
  'track-post': publication,
  'apply-tiktok-event': z.object({ bodyHash: z.string() }),
  'refresh-token': z.object({ accountId: z.uuid() }),
  'sync-account': account,
  sweep: z.object({}),
} as const

export type TaskName = keyof typeof tasks
export type TaskPayload<Name extends TaskName> = z.infer<(typeof tasks)[Name]>

export const TASK_NAMES = Object.keys(tasks) as TaskName[]

/** How many of each run side by side in one process. Uploads wait on the network, so many fit. */
export const concurrency: Record<TaskName, number> = {
  'publish-post': 24,
  'track-post': 16,
  'apply-tiktok-event': 8,
  'refresh-token': 32,
  'sync-account': 4,
  sweep: 1,
}
