import { z } from 'zod'
import { invalidInput } from '../errors.ts'

const time = z.iso.datetime().transform((text) => new Date(text))

const pages = cursorsOf(z.object({ createdAt: time, id: z.uuid() }))
export const accountCursors = cursorsOf(z.object({ id: z.uuid() }))
export const videoCursors = cursorsOf(z.object({ createdAt: time, videoId: z.string().max(40) }))

/** Where a page of a list ends: opaque to the caller. */
export const encodeCursor = pages.encode
/** Throws `invalid_input` for a cursor that did not come from us. */
export const decodeCursor = pages.decode

/** Cursors that hold such a position. */
function cursorsOf<Schema extends z.ZodType>(schema: Schema) {
  return {
    encode: (position: z.output<Schema>): string => Buffer.from(JSON.stringify(position)).toString('base64url'),
    decode(cursor: string | undefined): z.output<Schema> | undefined {
      if (cursor === undefined) return undefined
      try {
        return schema.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')))
      } catch {
        throw invalidInput({
          path: 'cursor',
          message: 'This cursor is not one of ours. Take nextCursor of the page before.',
        })
      }
    },
  }
}

/** Cuts the row that was read beyond the page, and says where the next page begins. */
export function pageOf<Row extends { createdAt: Date; id: string }>(
  rows: Row[],
  limit: number,
): { rows: Row[]; nextCursor: string | null } {
  return cutPage(rows, limit, ({ createdAt, id }) => encodeCursor({ createdAt, id }))
}

/** The same with cursors of another kind. */
export function cutPage<Row>(
  rows: Row[],
  limit: number,
  encode: (last: Row) => string,
): { rows: Row[]; nextCursor: string | null } {
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  return { rows: page, nextCursor: rows.length > limit && last ? encode(last) : null }
}
