import { createHash, randomUUID } from 'node:crypto'
import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Context } from '../context.ts'
import type { AccountRow } from '../db/tables.ts'
import { notifyWorkspace } from '../events/notify-workspace.ts'
import { updateAccount } from './accounts-store.ts'
import { avatarKey } from './avatar.ts'
import { avatarSource } from './avatar-source.ts'
import { type Avatar, AvatarError, fetchAvatar } from './fetch-avatar.ts'

/** Stores the account's picture here, because TikTok's URLs expire. Without a new one the old one stays. */
export async function syncAvatar(ctx: Context, account: AccountRow): Promise<void> {
  const avatar = await fetchFresh(ctx, account)
  if (!avatar) return
  const sha256 = createHash('sha256').update(avatar.bytes).digest('hex')
  if (sha256 === account.avatarSha256) return
  await store(ctx, avatarKey(account, sha256), avatar.bytes)
  await updateAccount(ctx.db, account.id, { avatarSha256: sha256, avatarType: avatar.mimeType })
  await notifyWorkspace(ctx.db, account.workspaceId, { type: 'account', accountId: account.id })
  if (account.avatarSha256) await ctx.storage.remove(avatarKey(account, account.avatarSha256))
}

async function fetchFresh(ctx: Context, { id, avatarUrl }: AccountRow): Promise<Avatar | null> {
  if (avatarUrl === null) return null
  const { authorizeUrl, apiUrl } = ctx.config.tiktok
  const source = avatarSource(avatarUrl, [authorizeUrl, apiUrl])
  if (!source) {
    ctx.log.warn({ accountId: id }, 'TikTok names a picture at a place that is not its own; it is not fetched')
    return null
  }
  try {
    return await fetchAvatar(source)
  } catch (error) {
    if (!(error instanceof AvatarError)) throw error
    ctx.log.warn({ err: error, accountId: id }, 'The picture of an account was not taken over')
    return null
  }
}

async function store(ctx: Context, key: string, bytes: Buffer): Promise<void> {
  const path = join(ctx.uploadsDir, `${randomUUID()}.avatar`)
  try {
    await writeFile(path, bytes, { mode: 0o600 })
    await ctx.storage.putFile(key, path)
  } finally {
    await rm(path, { force: true })
  }
}
