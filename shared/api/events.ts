import { z } from 'zod'
import { PUBLICATION_STATUSES } from '../publication-status.ts'
import { ListQuery } from './lists.ts'

/** One step of a publication's timeline. */
export const PublicationEvent = z.object({
  id: z.string(),
  publicationId: z.uuid(),
  postId: z.uuid(),
  accountId: z.uuid(),
  at: z.iso.datetime(),
  kind: z.string(),
  /** The state after the step. */
  status: z.enum(PUBLICATION_STATUSES),
  message: z.string(),
  /** TikTok's code and log id, where TikTok answered. */
  code: z.string().nullable(),
  logId: z.string().nullable(),
})
export type PublicationEvent = z.infer<typeof PublicationEvent>

/** `GET /history?accountId=&status=&from=&to=`. */
export const HistoryQuery = ListQuery.extend({
  accountId: z.uuid().optional(),
  status: z.enum(PUBLICATION_STATUSES).optional(),
  from: z.iso.datetime({ offset: true }).optional(),
  to: z.iso.datetime({ offset: true }).optional(),
})

/** What `GET /events` sends: the SSE event's name is `type`, its data this object. */
export const WorkspaceEvent = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('publication'),
    postId: z.uuid(),
    publicationId: z.uuid(),
    status: z.enum(PUBLICATION_STATUSES),
    sentBytes: z.number().int(),
    totalBytes: z.number().int(),
  }),
  z.object({ type: z.literal('post'), postId: z.uuid() }),
  z.object({ type: z.literal('account'), accountId: z.uuid() }),
  z.object({ type: z.literal('media'), mediaId: z.uuid() }),
])
export type WorkspaceEvent = z.infer<typeof WorkspaceEvent>
