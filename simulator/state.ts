import { join } from 'node:path'
import { z } from 'zod'
import { createCallLog } from './call-log.ts'
import { type Collection, createCollection } from './collection.ts'
import { createCreators } from './creators.ts'
import { AuthCode, Creator, Delivery, Grant, Post, Task, Token } from './entities.ts'
import { type Journal, type JournalLine, noJournal, openJournal, readJournal } from './journal.ts'

export type State = ReturnType<typeof openState>

const Hits = z.object({ key: z.string(), atMs: z.array(z.number()) })

/** Everything the simulator knows. With a data folder it survives a kill: replayed and compacted here. */
export function openState(dataDir: string | null, nowMs: number) {
  let journal: Journal = noJournal
  const write = (line: JournalLine) => journal.append(line)

  const collections = {
    creators: createCollection({ kind: 'creator', schema: Creator, keyOf: (it) => it.creatorId, write }),
    codes: createCollection({ kind: 'code', schema: AuthCode, keyOf: (it) => it.code, write }),
    grants: createCollection({ kind: 'grant', schema: Grant, keyOf: (it) => it.openId, write }),
    accessTokens: createCollection({ kind: 'access-token', schema: Token, keyOf: (it) => it.token, write }),
    refreshTokens: createCollection({ kind: 'refresh-token', schema: Token, keyOf: (it) => it.token, write }),
    tasks: createCollection({
      kind: 'task',
      schema: Task,
      keyOf: (it) => it.publishId,
      ownerOf: (it) => it.creatorId,
      write,
    }),
    posts: createCollection({
      kind: 'post',
      schema: Post,
      keyOf: (it) => it.postId,
      ownerOf: (it) => it.creatorId,
      write,
    }),
    deliveries: createCollection({ kind: 'delivery', schema: Delivery, keyOf: (it) => it.deliveryId, write }),
    hits: createCollection({ kind: 'hits', schema: Hits, keyOf: (it) => it.key, write }),
  }

  for (const creator of createCreators()) collections.creators.put(creator)
  if (dataDir !== null) {
    const path = join(dataDir, 'journal.jsonl')
    const byKind = new Map(Object.values(collections).map((it) => [it.kind, it]))
    for (const line of readJournal(path)) byKind.get(line.kind)?.replay(line)
    forgetExpired(collections.codes, nowMs)
    forgetExpired(collections.accessTokens, nowMs)
    forgetExpired(collections.refreshTokens, nowMs)
    journal = openJournal(
      path,
      [...byKind.values()].flatMap((it) => it.lines()),
    )
  }
  return { ...collections, calls: createCallLog(), close: () => journal.close() }
}

type Expiring = { code?: string; token?: string; expiresAtMs: number }

function forgetExpired<Item extends Expiring>(collection: Collection<Item>, nowMs: number): void {
  for (const it of collection.values()) if (it.expiresAtMs <= nowMs) collection.delete(it.code ?? it.token ?? '')
}
