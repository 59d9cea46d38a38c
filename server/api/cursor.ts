import { z } from 'zod'
import { invalidInput } from '../errors.ts'

const Position = z.object({ createdAt: z.iso.datetime().transform((text) => new Date(text)), id: z.uuid() })

/** Where a page of a list ends: opaque to the caller. */
export function encodeCursor({ createdAt, id }: { createdAt: Date; id: string }): string {
  return Buffer.from(JSON.stringify({ createdAt: createdAt.toISOString(), id })).toString('base64url')
}

/** Throws `invalid_input` for a cursor that did not come from us. */
export function decodeCursor(cursor: string | undefined): { createdAt: Date; id: string } | undefined {
  if (cursor === undefined) return undefined
  try {
    return Position.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')))
  } catch {
    throw invalidInput({
      path: 'cursor',
      message: 'This cursor is not one of ours. Take nextCursor of the page before.',
    })
  }
}

/** Cuts the row that was read beyond the page, and says where the next page begins. */
export function pageOf<Row extends { createdAt: Date; id: string }>(
  rows: Row[],
  limit: number,
): { rows: Row[]; nextCursor: string | null } {
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  return { rows: page, nextCursor: rows.length > limit && last ? encodeCursor(last) : null }
}
