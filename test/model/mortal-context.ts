import type { PoolClient } from 'pg'
import type { Context } from '#server/context.ts'
import { createDb } from '#server/db/db.ts'
import type { TikTok } from '#tiktok/client.ts'
import type { Endpoint } from './endpoints.ts'
import type { Life } from './life.ts'

/** The context of a process that lives as long as `life`: its statements and its calls pass through there. */
export function mortalContext(ctx: Context, tiktok: TikTok, life: Life): Context {
  const db = createDb({
    options: {},
    connect: async () => mortalClient(await ctx.pool.connect(), life),
    end: async () => {},
  })
  return { ...ctx, db, tiktok: mortalTikTok(tiktok, life) }
}

function mortalClient(client: PoolClient, life: Life): PoolClient {
  const open = {
    inTransaction: false,
    rollBack: async () => {
      if (open.inTransaction) await client.query('rollback')
      open.inTransaction = false
    },
  }
  life.clients.add(open)
  const query = (text: string, values: unknown[]) =>
    life.statement(nameOf(text), async () => {
      const reply = await client.query(text, values)
      if (/^(begin|start transaction)/i.test(text)) open.inTransaction = true
      if (/^(commit|rollback)/i.test(text)) open.inTransaction = false
      return reply
    })
  const release = () => {
    life.clients.delete(open)
    client.release()
  }
  const mortal: PoolClient = Object.create(client, { query: { value: query }, release: { value: release } })
  return mortal
}

/** `update "publications"` */
function nameOf(text: string): string {
  const [statement = text] = /^\s*\S+(?:\s+(?:into|from)?\s*"\w+")?/i.exec(text) ?? []
  const [, table = ''] = /(?:from|into|update) "(\w+)"/i.exec(text) ?? []
  return statement.includes('"') ? statement : `${statement.trim()} ${table}`.trim()
}

function mortalTikTok(tiktok: TikTok, life: Life): TikTok {
  const mortal =
    <Request, Reply>(endpoint: Endpoint, call: (request: Request) => Promise<Reply>) =>
    (request: Request): Promise<Reply> =>
      life.call(endpoint, () => call(request))
  return {
    ...tiktok,
    exchangeCode: mortal('token', tiktok.exchangeCode),
    refreshToken: mortal('token', tiktok.refreshToken),
    revokeToken: mortal('revoke', tiktok.revokeToken),
    userInfo: mortal('user_info', tiktok.userInfo),
    creatorInfo: mortal('creator_info', tiktok.creatorInfo),
    initVideo: mortal('video_init', tiktok.initVideo),
    initInboxVideo: mortal('inbox_init', tiktok.initInboxVideo),
    initPhoto: mortal('photo_init', tiktok.initPhoto),
    uploadChunk: mortal('upload', tiktok.uploadChunk),
    publishStatus: mortal('status', tiktok.publishStatus),
    cancelPublish: mortal('cancel', tiktok.cancelPublish),
    listVideos: mortal('video_list', tiktok.listVideos),
    queryVideos: mortal('video_query', tiktok.queryVideos),
  }
}
