import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { TikTokAnswerError } from './errors.ts'
import { parseWebhookEvent } from './webhook-event.ts'

function documented(name: string): string {
  const file = new URL(`../test/fixtures/tiktok-docs/webhook-${name}.json`, import.meta.url)
  return JSON.stringify(JSON.parse(readFileSync(file, 'utf8')).reply)
}

const publishFacts = { publishId: 'v_pub_file~v2-1.7602997070760331285', publishType: 'DIRECT_PUBLISH' }

test.each([
  [
    'authorization-removed',
    { type: 'authorization-removed', reason: 1, openId: 'act.example12345Example12345Example' },
  ],
  ['failed', { type: 'publish-failed', reason: 'picture_size_check_failed', ...publishFacts }],
  [
    'complete',
    { type: 'publish-complete', clientKey: 'ck_demo', createdAt: new Date(1770000000_000), ...publishFacts },
  ],
  ['inbox-delivered', { type: 'inbox-delivered', publishType: 'INBOX_SHARE' }],
  ['publicly-available', { type: 'publicly-available', postIds: ['7602997517160123666'], ...publishFacts }],
  ['no-longer-publicaly-available', { type: 'no-longer-publicly-available', postIds: ['7602997517160123666'] }],
  [
    'legacy-share',
    { type: 'unknown', event: 'video.upload.failed', content: { share_id: 'video.6974245311675353080.VDCxrcMJ' } },
  ],
])('%s is read', (name, expected) => {
  expect(parseWebhookEvent(Buffer.from(documented(name)))).toMatchObject(expected)
})

const event = (name: string, content: string) =>
  `{"client_key":"ck","event":"${name}","create_time":1770000000,"user_openid":"-000demo","content":${content}}`

test('both spellings of publicly, a post id as a number and a content that is an object are taken', () => {
  const content = '{"publish_id":"p","post_id":7602997517160123666}'
  for (const name of ['publicly_available', 'publicaly_available'])
    expect(parseWebhookEvent(event(`post.publish.${name}`, content))).toMatchObject({
      type: 'publicly-available',
      postIds: ['7602997517160123666'],
    })
  expect(parseWebhookEvent(event('post.publish.no_longer_publicly_available', content)).type).toBe(
    'no-longer-publicly-available',
  )
})

test.each([
  ['[7602997517160123666,"7602997517160123667"]', ['7602997517160123666', '7602997517160123667']],
  ['""', []],
  ['null', []],
  ['{}', []],
])('a post id that is written %s does not make the event unknown', (postId, postIds) => {
  const content = `{"publish_id":"p","post_id":${postId}}`
  expect(parseWebhookEvent(event('post.publish.publicly_available', content))).toMatchObject({
    type: 'publicly-available',
    postIds,
  })
})

test('an event of an unknown name or with an unfit content is kept as it is', () => {
  expect(parseWebhookEvent(event('constructor', '"{\\"a\\":1}"'))).toMatchObject({ type: 'unknown', content: { a: 1 } })
  expect(parseWebhookEvent(event('post.publish.complete', '"not json"'))).toMatchObject({
    type: 'unknown',
    content: 'not json',
  })
  expect(parseWebhookEvent('{"client_key":"ck","event":"e","create_time":1}')).toMatchObject({
    type: 'unknown',
    openId: null,
  })
})

test('what is no event is refused', () => {
  for (const body of ['', 'nonsense', '[]', '{"event":"x"}'])
    expect(() => parseWebhookEvent(body)).toThrow(TikTokAnswerError)
})
