import { z } from 'zod'
import { LearnedCap } from './accounts.ts'

/** The most accounts that one answer of `GET /capacity` tells about. */
export const CAPACITY_PAGE_MAX = 2000

/** `GET /capacity?from=&to=`: from now on, and 24 hours, unless told. */
export const CapacityQuery = z
  .object({
    from: z.iso.datetime({ offset: true, error: 'Give a time such as 2026-12-01T09:00:00Z.' }).optional(),
    to: z.iso.datetime({ offset: true, error: 'Give a time such as 2026-12-01T09:00:00Z.' }).optional(),
    accountId: z.uuid().optional(),
    limit: z.coerce.number().int().min(1).max(CAPACITY_PAGE_MAX).default(CAPACITY_PAGE_MAX),
    cursor: z.string().max(200).optional(),
  })
  .meta({
    examples: [{ from: '2026-12-01T00:00:00Z', to: '2026-12-02T00:00:00Z' }],
  })

export type CapacityQuery = z.infer<typeof CapacityQuery>

const Room = z.object({
  /** From `from` to `to`: places that were taken, and publications that are scheduled. */
  booked: z.number().int(),
  /** Places taken in the last 24 hours, whoever took them. */
  used: z.number().int(),
  /** How many TikTok takes in any 24 hours. */
  cap: z.number().int(),
  /** The first time, from `from` or now on, at which one more fits. */
  firstFreeAt: z.iso.datetime(),
})

/** What still fits on one account: direct posts, and drafts on their own. */
export const AccountCapacity = Room.extend({
  accountId: z.uuid(),
  displayName: z.string(),
  username: z.string().nullable(),
  /** `TIKTOK_DAILY_POSTS`; `cap` is lower while `learned` is believed. */
  configuredCap: z.number().int(),
  learned: LearnedCap.nullable(),
  drafts: Room,
})
export type AccountCapacity = z.infer<typeof AccountCapacity>

export const Capacity = z
  .object({
    from: z.iso.datetime(),
    to: z.iso.datetime(),
    /** Until TikTok has audited the app: accounts that posted directly in the last 24 hours. Null: it is audited. */
    app: z.object({ used: z.number().int(), cap: z.number().int(), firstFreeAt: z.iso.datetime() }).nullable(),
    items: z.array(AccountCapacity),
    nextCursor: z.string().nullable(),
  })
  .meta({
    examples: [
      {
        from: '2026-12-01T09:00:00.000Z',
        to: '2026-12-02T09:00:00.000Z',
        app: null,
        items: [
          {
            accountId: '0f3c7f5e-0a55-4a0c-8c39-6c3f1a2b3caa',
            displayName: 'Mara Bakes',
            username: 'mara.bakes',
            booked: 12,
            used: 3,
            cap: 12,
            firstFreeAt: '2026-12-02T07:30:00.000Z',
            configuredCap: 15,
            learned: { since: '2026-12-01T07:30:00.000Z', until: '2026-12-02T07:30:00.000Z' },
            drafts: { booked: 0, used: 0, cap: 5, firstFreeAt: '2026-12-01T09:00:00.000Z' },
          },
        ],
        nextCursor: null,
      },
    ],
  })
export type Capacity = z.infer<typeof Capacity>
