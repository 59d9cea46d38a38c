import { after } from '../clock.ts'
import type { Context } from '../context.ts'
import { SILENT_MS } from './silence.ts'
import { sweepUploadFiles } from './sweep-upload-files.ts'
import { forgetSilentUploads } from './uploads-store.ts'

/** Forgets uploads of which no byte came for long. Their files go with them where they are at hand, elsewhere at the next sweep there. */
export async function sweepUploads(ctx: Context): Promise<void> {
  const now = ctx.clock.now()
  await sweepUploadFiles(ctx)
  await forgetSilentUploads(ctx.db, { seenBefore: after(now, -SILENT_MS), now })
  await sweepUploadFiles(ctx)
}
