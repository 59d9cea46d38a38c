import { z } from 'zod'

/** A link stays open for a week unless its maker says otherwise. */
export const CONNECT_LINK_HOURS = { default: 7 * 24, max: 30 * 24 }

const STATUSES = ['open', 'used', 'expired', 'revoked'] as const
export type ConnectLinkStatus = (typeof STATUSES)[number]

export const ConnectLink = z.object({
  id: z.uuid(),
  label: z.string().nullable(),
  createdBy: z.string(),
  createdAt: z.iso.datetime(),
  expiresAt: z.iso.datetime(),
  status: z.enum(STATUSES),
  usedAt: z.iso.datetime().nullable(),
  /** The account that came of it. */
  account: z.object({ id: z.uuid(), displayName: z.string(), username: z.string().nullable() }).nullable(),
})
export type ConnectLink = z.infer<typeof ConnectLink>

const lifeWords = `A link stays open for a whole number of hours, from 1 to ${CONNECT_LINK_HOURS.max} (30 days).`

export const CreateConnectLink = z.object({
  /** Who it is for, as the workspace remembers it; the creator does not see it. */
  label: z.string().trim().max(80, 'A label has at most 80 characters.').optional(),
  expiresInHours: z
    .number(lifeWords)
    .int(lifeWords)
    .min(1, lifeWords)
    .max(CONNECT_LINK_HOURS.max, lifeWords)
    .default(CONNECT_LINK_HOURS.default),
})
export type CreateConnectLink = z.input<typeof CreateConnectLink>

/** The answer to `POST /connect-links`: the only time the address is shown. */
export const CreatedConnectLink = z.object({ id: z.uuid(), url: z.url(), expiresAt: z.iso.datetime() })

/** `GET /connect/{token}`: who asks the creator, and for what. */
export const ConnectInvitation = z.object({
  workspaceName: z.string(),
  invitedBy: z.string(),
  scopes: z.array(z.string()),
  expiresAt: z.iso.datetime(),
})
export type ConnectInvitation = z.infer<typeof ConnectInvitation>
