import type { z } from 'zod'
import type { Call } from './endpoint.ts'
import { ApiError } from './envelope.ts'

/** The posting references say `invalid_param`, the display ones and the chunk checks `invalid_params`. */
type ParamCode = 'invalid_param' | 'invalid_params'

/** The JSON body, checked. The type must be JSON; unknown fields are ignored. */
export function readJson<Schema extends z.ZodType>(call: Call, schema: Schema, code: ParamCode): z.output<Schema> {
  const type = call.request.headers['content-type'] ?? ''
  if (!/^application\/json(\s*;|$)/i.test(type)) throw new ApiError(400, code, 'Content-Type must be application/json.')
  const parsed = schema.safeParse(parseText(call.body.toString(), code))
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  throw new ApiError(400, code, `${issue?.path.join('.') || 'The body'} is invalid: ${issue?.message ?? ''}`)
}

function parseText(text: string, code: ParamCode): unknown {
  if (text === '') return {}
  try {
    return JSON.parse(text)
  } catch {
    throw new ApiError(400, code, 'The body is not JSON.')
  }
}

/** The comma list `fields`, required by the Display API. */
export function readFields(call: Call, known: readonly string[]): string[] {
  const fields = (call.query.get('fields') ?? '').split(',').filter((field) => field !== '')
  if (fields.length === 0) throw new ApiError(400, 'invalid_params', 'Fields is required.')
  const unknown = fields.find((field) => !known.includes(field))
  if (unknown !== undefined) throw new ApiError(400, 'invalid_params', `Fields has an unknown value: ${unknown}.`)
  return fields
}

export function pick(record: Record<string, unknown>, fields: string[]): Record<string, unknown> {
  return Object.fromEntries(fields.map((field) => [field, record[field]]))
}
