import { buffer } from 'node:stream/consumers'
import type { Context } from '../context.ts'
import type { AccountRow } from '../db/tables.ts'

type Pictured = Pick<AccountRow, 'id' | 'workspaceId' | 'avatarSha256'>

/** Where a picture is stored. Each content has a place of its own. */
export function avatarKey({ id, workspaceId }: Pick<Pictured, 'id' | 'workspaceId'>, sha256: string): string {
  return `${workspaceId}/avatars/${id}/${sha256}`
}

/** Where the API serves the account's picture; another picture has another path, so that it may be cached for ever. */
export function avatarPath({ id, avatarSha256 }: Omit<Pictured, 'workspaceId'>): string | null {
  return avatarSha256 === null ? null : `/api/v1/accounts/${id}/avatar?v=${avatarSha256.slice(0, 16)}`
}

/** The account's picture as it is stored; null when there is none. */
export async function readAvatar(ctx: Context, account: Pictured): Promise<Buffer | null> {
  if (account.avatarSha256 === null) return null
  return buffer(ctx.storage.read(avatarKey(account, account.avatarSha256))).catch((err: unknown) => {
    ctx.log.warn({ err, accountId: account.id }, 'The picture of an account cannot be read')
    return null
  })
}
