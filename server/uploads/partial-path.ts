import { join } from 'node:path'
import type { Context } from '../context.ts'

/** The folder of uploads that may be resumed. Every name in it begins with the id of its upload. */
export function partialsDir({ uploadsDir }: Pick<Context, 'uploadsDir'>): string {
  return join(uploadsDir, 'tus')
}

/** What has come of an upload. */
export function partialPath(ctx: Pick<Context, 'uploadsDir'>, id: string): string {
  return join(partialsDir(ctx), id)
}
