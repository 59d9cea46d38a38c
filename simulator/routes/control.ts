import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { changeCreator } from '../change-creator.ts'
import { openIdOf, traitOf } from '../creators.ts'
import { CreatorSettings } from '../entities.ts'
import { writeJson } from '../envelope.ts'
import { FaultSpec } from '../faults.ts'
import { setPostPublic } from '../publish-life.ts'
import { readBody } from '../read-body.ts'
import { snapshot } from '../snapshot.ts'
import { expireAccessTokens, removeAuthorization } from '../tokens.ts'
import type { World } from '../world.ts'

const Params = z.record(z.string(), z.string())
type Act = (body: unknown, params: z.infer<typeof Params>) => unknown

const OpenIdBody = z.strictObject({ openId: z.string().optional() })
const RevokeBody = z.strictObject({ openId: z.string(), reason: z.number().int().min(0).max(5).default(1) })
const PublicBody = z.strictObject({ isPublic: z.boolean() })

/** The strings behind the scenes: for tests, scripts and the curious. TikTok has nothing of the kind. */
export function addControlRoutes(app: FastifyInstance, world: World): void {
  const add = (method: 'GET' | 'POST' | 'DELETE', url: string, act: Act) =>
    app.route({
      method,
      url: `/_simulator/${url}`,
      handler: (request, reply) => control(act, request, reply),
    })

  add('GET', 'state', () => snapshot(world))
  add('GET', 'calls', () => ({ calls: world.state.calls.all() }))
  add('GET', 'creators', () => ({ creators: describeCreators(world) }))
  add('POST', 'creators/:openId', (body, { openId = '' }) => {
    const creator = changeCreator(world, openId, CreatorSettings.partial().parse(body))
    return creator ?? new NotFound(`creator ${openId}`)
  })
  add('POST', 'posts/:postId', (body, { postId = '' }) =>
    setPostPublic(world, postId, PublicBody.parse(body).isPublic) ? {} : new NotFound(`post ${postId}`),
  )
  add('POST', 'expire-tokens', (body) => {
    expireAccessTokens(world, OpenIdBody.parse(body).openId)
    return {}
  })
  add('POST', 'revoke', (body) => {
    const { openId, reason } = RevokeBody.parse(body)
    return removeAuthorization(world, openId, reason) ? {} : new NotFound(`authorization of ${openId}`)
  })
  add('GET', 'faults', () => ({ faults: world.faults.list() }))
  add('POST', 'faults', (body) => ({ faultId: world.faults.add(FaultSpec.parse(body)) }))
  add('DELETE', 'faults', () => {
    world.faults.clear()
    return {}
  })
  add('DELETE', 'faults/:faultId', (_, { faultId = '' }) =>
    world.faults.remove(Number(faultId)) ? {} : new NotFound(`fault ${faultId}`),
  )
}

class NotFound {
  readonly what: string

  constructor(what: string) {
    this.what = what
  }
}

async function control(act: Act, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const { status, value } = await resultOf(act, request)
  return reply.code(status).type('application/json; charset=utf-8').send(writeJson(value))
}

async function resultOf(act: Act, request: FastifyRequest): Promise<{ status: number; value: unknown }> {
  try {
    const value = act(await readControlBody(request), Params.parse(request.params ?? {}))
    if (value instanceof NotFound) return { status: 404, value: { error: `There is no ${value.what}.` } }
    return { status: 200, value }
  } catch (error) {
    if (error instanceof z.ZodError) return { status: 400, value: { error: z.prettifyError(error) } }
    if (error instanceof SyntaxError) return { status: 400, value: { error: error.message } }
    throw error
  }
}

/** Only JSON: a page of another site cannot send that without asking first. */
async function readControlBody(request: FastifyRequest): Promise<unknown> {
  const text = (await readBody(request)).toString()
  if (request.method !== 'POST') return {}
  if (!request.headers['content-type']?.startsWith('application/json'))
    throw new SyntaxError('Content-Type must be application/json.')
  return JSON.parse(text === '' ? '{}' : text)
}

function describeCreators(world: World): object[] {
  const [app] = world.apps.keys()
  return world.state.creators.values().map((creator) => ({
    ...creator,
    trait: traitOf(creator),
    openId: openIdOf(app ?? '', creator.creatorId),
    isConnected: world.state.grants.get(openIdOf(app ?? '', creator.creatorId)) !== undefined,
  }))
}
