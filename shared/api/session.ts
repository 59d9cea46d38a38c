import { z } from 'zod'

/** `GET /me`. */
export const Me = z.object({
  user: z.object({ id: z.string(), name: z.string(), email: z.string() }),
  workspace: z.object({ id: z.uuid(), name: z.string(), role: z.string() }),
})
export type Me = z.infer<typeof Me>

/** `GET /app`: what the web UI must know before anybody signed in. */
export const AppInfo = z.object({
  version: z.string(),
  /** True while nobody has signed up: the next one owns the first workspace. */
  firstRun: z.boolean(),
  signups: z.enum(['invite', 'open']),
  /** Set when the product talks to the simulator that `npm start` brought up. */
  simulatorUrl: z.string().nullable(),
  tiktok: z.object({ audited: z.boolean() }),
  /** TikTok fetches photos from a URL: whether that is possible here, and if not, why in one sentence. */
  photos: z.object({ canPost: z.boolean(), problem: z.string().nullable() }),
})
export type AppInfo = z.infer<typeof AppInfo>

export const ApiKey = z.object({
  id: z.string(),
  name: z.string(),
  start: z.string().nullable(),
  createdAt: z.iso.datetime(),
  lastUsedAt: z.iso.datetime().nullable(),
})
export type ApiKey = z.infer<typeof ApiKey>

export const CreateApiKey = z.object({ name: z.string().trim().min(1).max(64) })

/** The answer to `POST /api-keys`: the only time the key is shown. */
export const CreatedApiKey = z.object({ id: z.string(), name: z.string(), key: z.string() })
