import { z } from 'zod'
import { Problem } from '#shared/api/problem.ts'

const BASE = '/api/v1'

/** The server answered with a problem. */
export class ApiError extends Error {
  override name = 'ApiError'
  readonly problem: Problem

  constructor(problem: Problem) {
    super(problem.detail)
    this.problem = problem
  }

  get status() {
    return this.problem.status
  }
}

/** No answer came: what was asked for may or may not have happened. */
export class NoAnswerError extends Error {
  override name = 'NoAnswerError'
}

/** An answer came that this page does not understand: server and page are of different versions. */
export class UnexpectedAnswerError extends Error {
  override name = 'UnexpectedAnswerError'
}

interface Call {
  method?: 'GET' | 'POST' | 'PATCH' | 'DELETE'
  body?: unknown
  idempotencyKey?: string
  signal?: AbortSignal
}

/** One call to our API; the answer is checked against `schema`. */
export async function api<Schema extends z.ZodType>(
  schema: Schema,
  path: string,
  call: Call = {},
): Promise<z.output<Schema>> {
  const response = await send(path, call)
  const answer = await readJson(response)
  if (!response.ok) throw new ApiError(problemOf(response.status, answer))
  return readAnswer(schema, answer)
}

/** For calls whose answer nobody reads. */
export const NoContent = z.unknown()

export function apiUrl(path: string): string {
  return BASE + path
}

export function readAnswer<Schema extends z.ZodType>(schema: Schema, answer: unknown): z.output<Schema> {
  const parsed = schema.safeParse(answer)
  if (!parsed.success) throw new UnexpectedAnswerError('The server sent something unexpected.', { cause: parsed.error })
  return parsed.data
}

/** Turns any error body into a problem: proxies in front of the server do not speak RFC 9457. */
export function problemOf(status: number, body: unknown): Problem {
  const problem = Problem.safeParse(body)
  if (problem.success) return problem.data
  const loose = LooseProblem.parse(body)
  return {
    type: 'about:blank',
    title: loose.title ?? 'The request failed',
    status,
    detail: loose.detail ?? loose.message ?? `The server answered with status ${status}.`,
    code: loose.code ?? `http_${status}`,
    remedy: loose.remedy ?? null,
    requestId: loose.requestId ?? '',
  }
}

const text = z.string().optional().catch(undefined)
const LooseProblem = z
  .object({ title: text, detail: text, message: text, code: text, remedy: text, requestId: text })
  .catch({})

async function send(path: string, { method = 'GET', body, idempotencyKey, signal }: Call): Promise<Response> {
  const headers = new Headers({ accept: 'application/json' })
  if (method === 'POST' || method === 'PATCH') headers.set('content-type', 'application/json')
  if (idempotencyKey) headers.set('idempotency-key', idempotencyKey)
  try {
    return await fetch(apiUrl(path), {
      method,
      headers,
      credentials: 'same-origin',
      ...(headers.has('content-type') && { body: JSON.stringify(body ?? {}) }),
      ...(signal && { signal }),
    })
  } catch (error) {
    if (signal?.aborted) throw error
    throw new NoAnswerError('The server did not answer.', { cause: error })
  }
}

async function readJson(response: Response): Promise<unknown> {
  const body = await response.text()
  if (body === '') return null
  try {
    return JSON.parse(body)
  } catch {
    return null
  }
}
