import type { Context } from '../context.ts'
import type { Tx } from '../db/db.ts'
import { AppError } from '../errors.ts'
import type { NewFile } from './keep-content.ts'
import { decimalSizeWords } from './measure-words.ts'
import { countBytes, lockQuota } from './quota-store.ts'

type Counted = Pick<NewFile, 'workspaceId' | 'name' | 'field' | 'sizeBytes'>

/** How much a workspace's media take, uploads that are coming in included, of how much; null for no limit. */
export async function readUsage(
  { db, config }: Pick<Context, 'db' | 'config'>,
  workspaceId: string,
): Promise<{ usedBytes: number; quotaBytes: number | null }> {
  return { usedBytes: await countBytes(db, workspaceId), quotaBytes: config.mediaQuotaBytes }
}

/**
 * To be called in the transaction that has counted a file in, as an upload or as a media item. Throws `quota_exceeded`, which undoes
 * that, when it is too much. Two at once cannot pass together: the second waits until the first has ended.
 */
export async function mustBeWithinQuota(
  tx: Tx,
  { config: { mediaQuotaBytes } }: Pick<Context, 'config'>,
  { workspaceId, name, field, sizeBytes }: Counted,
): Promise<void> {
  if (mediaQuotaBytes === null) return
  await lockQuota(tx, workspaceId)
  const usedBytes = await countBytes(tx, workspaceId)
  if (usedBytes <= mediaQuotaBytes) return
  const [size, used, quota] = [sizeBytes, usedBytes - sizeBytes, mediaQuotaBytes].map(decimalSizeWords)
  const message = `There is no room for ${name} (${size}): this workspace uses ${used} of its ${quota}.`
  throw new AppError('quota_exceeded', message, { fields: [{ path: field, message }] })
}
