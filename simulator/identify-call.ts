import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { chunkStartingAt } from './chunk-rules.ts'
import { openIdOf } from './creators.ts'
import type { CallFacts, EndpointName } from './faults.ts'
import { taskOfUpload } from './upload-url.ts'
import type { World } from './world.ts'

type Received = { endpoint: EndpointName; request: FastifyRequest; query: URLSearchParams; body: Buffer }

const WithPublishId = z.object({ publish_id: z.string() })

/** Whom and what a call is about, as far as it can be told before it is checked. */
export function identifyCall(world: World, received: Received): CallFacts {
  const { endpoint, body } = received
  if (endpoint === 'upload') return identifyUpload(world, received)
  if (endpoint === 'token' || endpoint === 'revoke') return { endpoint, openId: openIdInForm(world, body) }
  const bearer = received.request.headers.authorization?.replace(/^Bearer /, '') ?? ''
  return { endpoint, openId: world.state.accessTokens.get(bearer)?.openId, publishId: publishIdIn(body) }
}

function identifyUpload(world: World, { endpoint, request, query }: Received): CallFacts {
  const task = taskOfUpload(world, query.get('upload_id'))
  if (!task?.upload) return { endpoint }
  const firstByte = Number(/^bytes (\d+)-/.exec(request.headers['content-range'] ?? '')?.[1])
  const chunkIndex = chunkStartingAt(task.upload, firstByte)?.index
  return { endpoint, openId: task.openId, publishId: task.publishId, chunkIndex }
}

function openIdInForm({ state }: World, body: Buffer): string | undefined {
  const form = new URLSearchParams(body.toString())
  const code = state.codes.get(form.get('code') ?? '')
  if (code) return openIdOf(code.clientKey, code.creatorId)
  const refresh = state.refreshTokens.get(form.get('refresh_token') ?? '')
  return refresh?.openId ?? state.accessTokens.get(form.get('token') ?? '')?.openId
}

function publishIdIn(body: Buffer): string | undefined {
  try {
    return WithPublishId.safeParse(JSON.parse(body.toString())).data?.publish_id
  } catch {
    return undefined
  }
}
