import type { Socket } from 'node:net'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { type Answer, ApiError, envelopeError, flatError, OAuthError } from './envelope.ts'
import { AnswerCutError, answerOf, CutError, interrupt, rewritten } from './fault-effects.ts'
import type { CallFacts, EndpointName, Fault } from './faults.ts'
import { identifyCall } from './identify-call.ts'
import { readBody } from './read-body.ts'
import { nowMsOf, type World } from './world.ts'

/** One request while it is being answered. */
export type Call = {
  request: FastifyRequest
  /** Kept from the start: a request that is given up forgets its socket. */
  socket: Socket
  /** scheme://host as the caller wrote it, so that links in answers come back to the same origin. */
  origin: string
  logId: string
  query: URLSearchParams
  /** Empty for the upload, which reads its own. */
  body: Buffer
  facts: CallFacts
  fault: Fault | null
}

type Shape = 'envelope' | 'oauth'

type EndpointOptions = {
  name: EndpointName
  method: 'GET' | 'POST' | 'PUT'
  path: string
  shape: Shape
  act: (call: Call) => Answer | Promise<Answer>
}

/** Adds one of TikTok's endpoints: facts, faults, the work, the record of the call. */
export function addEndpoint(app: FastifyInstance, world: World, options: EndpointOptions): void {
  app.route({
    method: options.method,
    url: options.path,
    async handler(request, reply) {
      const call = await receiveCall(world, options.name, request)
      await answerCall(world, options, call, reply)
      return reply
    },
  })
}

async function receiveCall(world: World, endpoint: EndpointName, request: FastifyRequest): Promise<Call> {
  const { socket } = request.raw
  const body = endpoint === 'upload' ? Buffer.alloc(0) : await readBody(request)
  const query = new URL(request.url, 'http://simulator').searchParams
  const facts = identifyCall(world, { endpoint, request, query, body })
  const origin = `${request.protocol}://${request.host}`
  return { request, socket, origin, logId: world.ids.logId(), query, body, facts, fault: world.faults.take(facts) }
}

async function answerCall(world: World, options: EndpointOptions, call: Call, reply: FastifyReply): Promise<void> {
  try {
    const answer = await answerWithFaults(options, call)
    record(world, call, answer)
    await reply
      .code(answer.status)
      .headers({ ...answer.headers, 'x-tt-logid': call.logId })
      .send(answer.body)
  } catch (error) {
    if (!(error instanceof CutError || error instanceof AnswerCutError)) throw error
    record(world, call, null)
    reply.hijack()
    if (error instanceof AnswerCutError) await beginAnswer(reply, error.answer)
    call.socket.resetAndDestroy()
  }
}

async function answerWithFaults(options: EndpointOptions, call: Call): Promise<Answer> {
  const { fault } = call
  if (!fault) return workOf(options, call)
  await fault.run?.(call.facts)
  if (fault.cut === 'before' || (fault.cut === 'during' && options.name !== 'upload')) throw new CutError()
  if (fault.phase === 'before') {
    await interrupt(fault, call.socket)
    const instead = answerOf(fault, options.shape, call.logId)
    if (instead) return instead
  }
  const answer = await workOf(options, call)
  if (fault.cut === 'after') throw new CutError()
  if (fault.phase === 'after') await interrupt(fault, call.socket)
  const given = rewritten(fault, (fault.phase === 'after' && answerOf(fault, options.shape, call.logId)) || answer)
  if (fault.cut === 'answering') throw new AnswerCutError(given)
  return fault.mutate ? { ...given, ...fault.mutate(given) } : given
}

/** Status, headers and half of the body go out. */
async function beginAnswer({ raw }: FastifyReply, { status, headers, body }: Answer): Promise<void> {
  raw.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) })
  await new Promise((resolve) => raw.write(body.slice(0, Math.floor(body.length / 2)), resolve))
}

async function workOf(options: EndpointOptions, call: Call): Promise<Answer> {
  try {
    return await options.act(call)
  } catch (error) {
    if (error instanceof ApiError) return envelopeError(error, call.logId)
    if (error instanceof OAuthError) return flatError(error, call.logId)
    throw error
  }
}

function record(world: World, call: Call, answer: Answer | null): void {
  world.state.calls.add({
    atMs: nowMsOf(world),
    endpoint: call.facts.endpoint,
    status: answer?.status ?? null,
    code: answer?.code ?? 'cut',
    logId: call.logId,
    openId: call.facts.openId ?? null,
    publishId: call.facts.publishId ?? null,
    chunkIndex: call.facts.chunkIndex ?? null,
  })
}
