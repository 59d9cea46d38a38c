import { afterAll, beforeAll, expect, test } from 'vitest'
import { publishNow, trackNow } from '../run-step.ts'
import { type Actor, type Stage, startStage } from '../stage.ts'

const MINUTE_MS = 60_000

let stage: Stage
let mara: Actor

beforeAll(async () => {
  stage = await startStage({ limits: { directPostsPerDay: 1000 }, env: { TIKTOK_DAILY_POSTS: '1000' } })
  mara = await stage.actor('mara.bakes')
  await stage.ctx.pool.query(CRASH_SQL)
})
afterAll(() => stage[Symbol.asyncDispose]())

/** From the write number `crash.at` on nothing is written any more, as after a kill. A sequence survives the rollback. */
const CRASH_SQL = `
  create sequence writes;
  create table crash (at bigint not null);
  insert into crash values (1000000000);
  create function crash_if_due() returns trigger language plpgsql as $$
  begin
    if nextval('writes') >= (select at from crash) then raise exception 'the process was killed'; end if;
    return new;
  end $$;
  create trigger crash before insert or update on publications for each row execute function crash_if_due();
  create trigger crash before insert or update on transfers for each row execute function crash_if_due();
  create trigger crash before insert or update on publication_events for each row execute function crash_if_due();
  create trigger crash before insert or update on room_reservations for each row execute function crash_if_due();
`

async function crashAt(write: number) {
  await stage.ctx.pool.query("select setval('writes', 1, false)")
  await stage.ctx.pool.query('update crash set at = $1', [write])
}

/** The worker takes the post, sends it and asks for its status, and dies at this write. False: it came through. */
async function dieAt(write: number, publicationId: string): Promise<boolean> {
  await crashAt(write)
  let died = false
  const step = (work: Promise<void>) =>
    work.catch(() => {
      died = true
    })
  await step(publishNow(stage.ctx, publicationId))
  stage.clock.advance(2500)
  if (!died) await step(trackNow(stage.ctx, publicationId))
  await crashAt(1_000_000_000)
  return died
}

test('wherever the worker dies between two writes, one post comes of it', { timeout: 180_000 }, async () => {
  let write = 1
  for (let hasDied = true; hasDied; write++) {
    const before = mara.posts().length
    const id = await mara.post()
    const { id: publicationId } = await mara.publication(id)
    hasDied = await dieAt(write, publicationId)
    stage.clock.advance(2 * MINUTE_MS)
    await stage.functions.sweep({}, { signal: new AbortController().signal })
    await mara.until(id, 'published')
    await stage.drain()
    expect({ write, posts: mara.posts().length - before }).toEqual({ write, posts: 1 })
  }
  expect(write).toBeGreaterThan(15)
})
