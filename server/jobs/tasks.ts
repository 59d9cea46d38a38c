import { z } from 'zod'

const account = z.object({ accountId: z.uuid() })

/** Every task with its payload: ids only. The steps of publications are not among them (`posts/step-runner.ts`). A task reads the row again and accepts that it runs twice or late. */
export const tasks = {
  'apply-tiktok-event': z.object({ bodyHash: z.string() }),
  'refresh-token': account,
  'sync-account': account,
  'render-media': z.object({ mediaId: z.uuid() }),
  sweep: z.object({}),
} as const

export type TaskName = keyof typeof tasks
export type TaskPayload<Name extends TaskName> = z.infer<(typeof tasks)[Name]>

export const TASK_NAMES = Object.keys(tasks) as TaskName[]

/** How many of each run side by side in one process. */
export const concurrency: Record<TaskName, number> = {
  'apply-tiktok-event': 8,
  'refresh-token': 32,
  'sync-account': 4,
  // FFmpeg uses all cores for one.
  'render-media': 1,
  sweep: 1,
}
