import { Me } from '#shared/api/session.ts'
import { createTikTok } from '#tiktok/client.ts'
import { startTestApp } from '../app.ts'
import { videoFile } from '../videos.ts'

export type ModelStage = Awaited<ReturnType<typeof startModelStage>>

/** Whoever plays uses this one. */
export const CREATOR = 'mara.bakes'

/** Goes out in one piece; or in two, once TikTok has refused to take it in one. */
export type Size = 'small' | 'chunked'
const CHUNKED_BYTES = 11_000_000

/** Every change of a state, as the database saw it, by whatever way it came. */
const RECORD_MOVES = `
  create table model_moves (
    id bigint generated always as identity, publication_id uuid, from_status text, to_status text);
  create function record_move() returns trigger language plpgsql as $$
  begin
    insert into model_moves (publication_id, from_status, to_status) values (new.id, old.status, new.status);
    return new;
  end $$;
  create trigger record_move after update on publications
    for each row when (old.status is distinct from new.status) execute function record_move();
`

const WIPE = `
  delete from posts; delete from accounts; delete from room_reservations; delete from webhook_deliveries;
  delete from oauth_states; delete from pgboss.job; delete from model_moves;
`

/** One product, one simulator and one video for all plays; `wipe` makes everything else as new. */
export async function startModelStage() {
  await using cleanUp = new AsyncDisposableStack()
  const app = cleanUp.use(await startTestApp())
  const { ctx, simulator } = app
  const ada = await app.signUp()
  const { workspace } = await ada.call(Me, 'GET', '/api/v1/me')
  const media = {
    small: await ada.upload(await videoFile()),
    chunked: await ada.upload(await videoFile({ sizeBytes: CHUNKED_BYTES }), 'chunked.mp4'),
  }
  const { config, secrets, clock, random } = ctx
  const tiktok = cleanUp.use(
    createTikTok({
      apiUrl: config.tiktok.apiUrl,
      authorizeUrl: config.tiktok.authorizeUrl,
      clientKey: config.tiktok.clientKey,
      clientSecret: secrets.tiktokClientSecret.reveal(),
      clock,
      random,
      sleep: async () => {},
    }),
  )
  await ctx.pool.query(RECORD_MOVES)
  const creator = simulator.state.creators.values().find(({ username }) => username === CREATOR)
  if (!creator) throw new Error(`The simulator has no ${CREATOR}.`)
  const tally = new Map<string, number>()
  const owned = cleanUp.move()

  return {
    ...app,
    tiktok,
    workspaceId: workspace.id,
    media,
    openId: simulator.openIdOf(CREATOR),

    /** What happened in all plays, and how often. */
    tally,
    count: (what: string) => void tally.set(what, (tally.get(what) ?? 0) + 1),

    /** The creator's settings, as they were. */
    calmCreator: () => void simulator.state.creators.put(creator),

    async wipe(): Promise<void> {
      const { tasks, posts, deliveries, hits, grants, accessTokens, refreshTokens } = simulator.state
      simulator.faults.clear()
      simulator.state.creators.put(creator)
      for (const { publishId } of tasks.values()) tasks.delete(publishId)
      for (const { postId } of posts.values()) posts.delete(postId)
      for (const { deliveryId } of deliveries.values()) deliveries.delete(deliveryId)
      for (const { key } of hits.values()) hits.delete(key)
      for (const { openId } of grants.values()) grants.delete(openId)
      for (const tokens of [accessTokens, refreshTokens]) for (const { token } of tokens.values()) tokens.delete(token)
      app.logLines.length = 0
      await ctx.pool.query(WIPE)
      app.clock.advance(1000)
    },

    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}
