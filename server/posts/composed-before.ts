import { after } from '../clock.ts'
import type { Tx } from '../db/db.ts'
import type { PostRow } from '../db/tables.ts'
import { AppError } from '../errors.ts'
import { dropKeyOf, findPostByKey, lockKey } from './posts-store.ts'

/** The Idempotency-Key of a request, and the hash that tells its repeat from another request. */
export type RequestKey = { key: string; requestHash: string }

/** For how long a key stands for its first request. */
export const KEY_KEPT_MS = 24 * 60 * 60 * 1000

/**
 * The post that a request with this key has made. Until the transaction ends, others with this key wait here. A key that
 * is older than a day is taken from its post, and free. Throws `idempotency_conflict` when it was another request.
 */
export async function composedBefore(
  tx: Tx,
  workspaceId: string,
  { key, requestHash }: RequestKey,
  now: Date,
): Promise<PostRow | undefined> {
  await lockKey(tx, workspaceId, key)
  const post = await findPostByKey(tx, workspaceId, key)
  if (!post) return undefined
  if (post.createdAt < after(now, -KEY_KEPT_MS)) {
    await dropKeyOf(tx, post.id)
    return undefined
  }
  if (post.requestHash !== requestHash) throw keyOfAnother()
  return post
}

export function keyOfAnother(): AppError {
  return new AppError('idempotency_conflict', 'This Idempotency-Key was used for another request.')
}
