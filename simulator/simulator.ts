import { randomBytes } from 'node:crypto'
import { createAgenda } from './agenda.ts'
import { createApp } from './app.ts'
import { authorizeByScript, type ScriptedChoice } from './authorize-by-script.ts'
import { changeCreator, findCreator } from './change-creator.ts'
import { openIdOf } from './creators.ts'
import type { CreatorSettings } from './entities.ts'
import { createFaults } from './faults.ts'
import { createIds } from './ids.ts'
import { createMediaStore } from './media-store.ts'
import { type AppRegistration, resolveLimits, resolveTiming, type SimulatorOptions } from './options.ts'
import { resumeLife, setPostPublic } from './publish-life.ts'
import { createPulls } from './pulls.ts'
import { createRateLimits } from './rate-limits.ts'
import { redirectUriProblem } from './redirect-uri.ts'
import { snapshot } from './snapshot.ts'
import { openState } from './state.ts'
import { expireAccessTokens, removeAuthorization } from './tokens.ts'
import { createWaker } from './waker.ts'
import { createWebhooks } from './webhooks.ts'
import { nowMsOf, type World } from './world.ts'

export type Simulator = Awaited<ReturnType<typeof createSimulator>>

/** Starts a TikTok of our own, listening. Everything it knows is in `state`; what goes wrong is in `faults`. */
export async function createSimulator(options: SimulatorOptions) {
  for (const app of options.apps) checkRegistration(app)
  const waker = createWaker({ isSelfDriven: options.clock === undefined, tick: () => tick() })
  const world = createWorld(options, waker.wake)
  const app = createApp(world)

  /** Everything due by the clock, with the downloads and webhooks that belong to it. */
  async function tick(): Promise<void> {
    world.agenda.runDue()
    if (options.clock !== undefined) await world.pulls.settle()
    world.agenda.runDue()
    await world.webhooks.settle()
  }

  resumeLife(world)
  const url = await app.listen({ host: options.host ?? '127.0.0.1', port: options.port ?? 0 })
  waker.start(() => earlierOf(world.agenda.nextAtMs(), world.webhooks.nextAtMs(), nowMsOf(world)))

  return {
    url,
    state: world.state,
    faults: world.faults,
    webhooks: world.webhooks,
    tick,
    snapshot: () => snapshot(world),
    openIdOf: (username: string, clientKey = firstKey(world)) =>
      openIdOf(clientKey, findCreator(world, username)?.creatorId ?? ''),
    /** Plays the creator in front of the consent page. Gives the URL that the browser is sent back to. */
    authorize: (authorizeUrl: string, choice: ScriptedChoice) => authorizeByScript(authorizeUrl, choice),
    expireAccessTokens: (openId?: string) => expireAccessTokens(world, openId),
    revokeAuthorization: (openId: string, reason = 1) => removeAuthorization(world, openId, reason),
    changeCreator: (reference: string, changes: Partial<CreatorSettings>) => changeCreator(world, reference, changes),
    banCreator: (reference: string, isBanned = true) => changeCreator(world, reference, { isBanned }),
    setPostPublic: (postId: string, isPublic: boolean) => setPostPublic(world, postId, isPublic),
    /** What is changed in the developer portal while everything runs. */
    changeApp: (changes: Partial<AppRegistration>, clientKey = firstKey(world)) => changeApp(world, clientKey, changes),
    async [Symbol.asyncDispose]() {
      waker.stop()
      await app.close()
      await Promise.all([world.pulls.close(), world.webhooks.close()])
      world.state.close()
      await world.media.close()
    },
  }
}

function createWorld(options: SimulatorOptions, wake: () => void): World {
  const clock = options.clock ?? { now: () => new Date() }
  const dataDir = options.dataDir ?? null
  const timing = resolveTiming(options.timing)
  const limits = resolveLimits(options.limits)
  const apps = new Map(options.apps.map((app) => [app.clientKey, app]))
  const state = openState(dataDir, clock.now().getTime())
  const faults = createFaults()
  const world: World = {
    clock,
    timing,
    limits,
    ids: createIds(options.random ?? randomBytes, clock),
    apps,
    state,
    faults,
    rateLimits: createRateLimits({ clock, limits, state }),
    agenda: createAgenda(clock, wake),
    webhooks: createWebhooks({ clock, timing, apps, state, faults, wake }),
    media: createMediaStore(dataDir),
    pulls: createPulls(() => world),
  }
  return world
}

function checkRegistration(app: AppRegistration): void {
  for (const redirectUri of app.redirectUris) {
    const problem = redirectUriProblem(redirectUri)
    if (problem !== null) throw new TypeError(`The redirect URI ${redirectUri} ${problem}`)
  }
}

function changeApp(world: World, clientKey: string, changes: Partial<AppRegistration>): void {
  const app = world.apps.get(clientKey)
  if (!app) throw new TypeError(`There is no app ${clientKey}`)
  checkRegistration({ ...app, ...changes })
  world.apps.set(clientKey, { ...app, ...changes })
}

function firstKey({ apps }: World): string {
  return apps.keys().next().value ?? ''
}

function earlierOf(one: number | null, other: number | null, nowMs: number): number | null {
  if (one === null && other === null) return null
  return Math.max(0, Math.min(one ?? Infinity, other ?? Infinity) - nowMs)
}
