import { z } from 'zod'
import type { CreatorSettings } from '#simulator/entities.ts'
import type { FaultInput } from '#simulator/faults.ts'
import { createHttpClient } from './http-client.ts'

const State = z.object({
  posts: z.array(
    z.object({
      postId: z.string(),
      publishId: z.string(),
      username: z.string(),
      kind: z.enum(['video', 'photo']),
      mode: z.enum(['direct', 'draft']),
      files: z.array(z.unknown()),
      sha256: z.string(),
      caption: z.string(),
      description: z.string(),
      privacyLevel: z.string(),
    }),
  ),
  uploads: z.array(z.object({ publishId: z.string(), username: z.string(), mode: z.string(), phase: z.string() })),
  calls: z.record(z.string(), z.number()),
})
const Faults = z.object({ faults: z.array(z.object({ faultId: z.number(), struck: z.number() })) })
const Creators = z.object({
  creators: z.array(z.object({ username: z.string(), openId: z.string(), isConnected: z.boolean() })),
})

export type SimulatorState = z.output<typeof State>
export type SimulatorControl = ReturnType<typeof createSimulatorControl>

/** The strings behind a simulator that runs as a process of its own. */
export function createSimulatorControl(simulatorUrl: string) {
  const { call } = createHttpClient(`${simulatorUrl}/_simulator/`)

  async function creator(username: string) {
    const { creators } = await call(Creators, 'GET', 'creators')
    const found = creators.find((each) => each.username === username)
    if (!found) throw new Error(`There is no creator ${username}.`)
    return found
  }

  return {
    creator,
    state: () => call(State, 'GET', 'state'),
    posts: async () => (await call(State, 'GET', 'state')).posts,
    addFault: (fault: FaultInput) => call(z.object({ faultId: z.number() }), 'POST', 'faults', fault),
    faults: async () => (await call(Faults, 'GET', 'faults')).faults,
    clearFaults: () => call(z.unknown(), 'DELETE', 'faults'),
    changeCreator: (username: string, settings: Partial<CreatorSettings>) =>
      call(z.unknown(), 'POST', `creators/${username}`, settings),
    /** The creator takes the permission back in the TikTok app. */
    async revoke(username: string) {
      const { openId } = await creator(username)
      await call(z.unknown(), 'POST', 'revoke', { openId })
    },
  }
}
