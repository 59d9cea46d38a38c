import { z } from 'zod'
import { TikTokAnswerError } from './errors.ts'
import { parseJson } from './parse-json.ts'

/** What every event says. Page: webhooks-overview. */
type EventHead = {
  /** The app it was sent to; to be compared with ours. */
  clientKey: string
  /** The creator; null where TikTok names none. */
  openId: string | null
  createdAt: Date
  /** TikTok's own name of the event. */
  event: string
}

type PublishFacts = { publishId: string; publishType: string | null }

/** An event of TikTok. `unknown` holds what is not known, or does not have the documented form. Page: webhooks-events. */
export type WebhookEvent = EventHead &
  (
    | { type: 'authorization-removed'; reason: number }
    | ({ type: 'publish-failed'; reason: string } & PublishFacts)
    | ({ type: 'publish-complete' } & PublishFacts)
    | ({ type: 'inbox-delivered' } & PublishFacts)
    | ({ type: 'publicly-available'; postIds: string[] } & PublishFacts)
    | ({ type: 'no-longer-publicly-available'; postIds: string[] } & PublishFacts)
    | { type: 'unknown'; content: unknown }
  )

/** Printable and short: it is looked for in a database. */
const IdText = z.string().regex(/^[\x21-\x7e]{1,200}$/)
const Id = z.union([IdText, z.number().int()]).transform(String)

const EventEnvelope = z.object({
  client_key: z.string(),
  event: z.string().min(1),
  // The last moment that a Date can hold.
  create_time: z.number().int().min(0).max(8_640_000_000_000),
  user_openid: z.string().nullish(),
  content: z.unknown().optional(),
})

/** A plain word; anything else is as good as none. */
const Word = z
  .string()
  .regex(/^[\w.-]{0,100}$/)
  .nullish()
  .catch(null)

const publishFields = { publish_id: IdText, publish_type: Word }
const PublishContent = z.object(publishFields)
/** Documented as one text; the status writes the same as a list of numbers. What is no id is as good as none. */
const PostIds = z
  .union([Id.transform((id) => [id]), z.array(Id)])
  .optional()
  .default([])
  .catch([])
const PostContent = z.object({ ...publishFields, post_id: PostIds })

/** A number, also when it was written as text. */
const Reason = z.union([
  z.number().int(),
  z
    .string()
    .regex(/^\d{1,3}$/)
    .transform(Number),
])

/** By event name; both spellings of "publicly" are taken, for TikTok uses both. */
const contents = {
  'authorization.removed': z
    .object({ reason: Reason })
    .transform(({ reason }) => ({ type: 'authorization-removed' as const, reason })),
  'post.publish.failed': z
    .object({ ...publishFields, reason: Word })
    .transform((content) => ({ type: 'publish-failed' as const, reason: content.reason ?? '', ...facts(content) })),
  'post.publish.complete': PublishContent.transform((c) => ({ type: 'publish-complete' as const, ...facts(c) })),
  'post.publish.inbox_delivered': PublishContent.transform((c) => ({ type: 'inbox-delivered' as const, ...facts(c) })),
  'post.publish.publicly_available': PostContent.transform((c) => ({
    type: 'publicly-available' as const,
    postIds: c.post_id,
    ...facts(c),
  })),
  'post.publish.no_longer_publicly_available': PostContent.transform((c) => ({
    type: 'no-longer-publicly-available' as const,
    postIds: c.post_id,
    ...facts(c),
  })),
}

/**
 * Reads the body of a webhook whose signature was verified. Unknown events are kept, so that they can be acknowledged.
 * Throws TikTokAnswerError when it is no event at all. Page: webhooks-events.
 */
export function parseWebhookEvent(rawBody: string | Uint8Array): WebhookEvent {
  const text = typeof rawBody === 'string' ? rawBody : Buffer.from(rawBody).toString('utf8')
  const envelope = EventEnvelope.safeParse(parseJson(text))
  if (!envelope.success) throw new TikTokAnswerError('webhook: not an event', { status: null, cause: envelope.error })
  const { client_key: clientKey, event, create_time: createTimeS, user_openid: openId } = envelope.data
  const head = {
    clientKey,
    openId: IdText.safeParse(openId).data ?? null,
    createdAt: new Date(createTimeS * 1000),
    event,
  }

  // `content` is JSON inside a string.
  const { content } = envelope.data
  const inner = typeof content === 'string' ? (parseJson(content) ?? content) : content
  const schema = schemaOf(event)
  const known = schema?.safeParse(inner)
  return known?.success ? { ...head, ...known.data } : { ...head, type: 'unknown', content: inner }
}

function schemaOf(event: string) {
  const name = event.replace('publicaly', 'publicly')
  return isKnown(name) ? contents[name] : undefined
}

function isKnown(name: string): name is keyof typeof contents {
  return Object.hasOwn(contents, name)
}

function facts(content: z.output<typeof PublishContent>): PublishFacts {
  return { publishId: content.publish_id, publishType: content.publish_type ?? null }
}
