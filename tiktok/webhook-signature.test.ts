import { expect, test } from 'vitest'
import { signWebhook, verifyWebhook } from './webhook-signature.ts'

const clientSecret = 'demo_client_secret'
const rawBody =
  '{"client_key":"ck_demo","event":"post.publish.publicly_available","create_time":1770000000,"user_openid":"-000demo","content":"{\\"publish_id\\":\\"v_pub_file~v2-1.7000000000000000001\\",\\"publish_type\\":\\"DIRECT_PUBLISH\\",\\"post_id\\":\\"7000000000000000003\\"}"}'
const hex = '98986246c9af0f3f81b704a667c2c00677461fd6150f695db66ab955417bfa92'
const header = `t=1770000001,s=${hex}`
const now = new Date(1770000001_000)
const genuine = { clientSecret, header, rawBody, now, toleranceS: 300 }

test('a signature is the hex HMAC of time and raw body', () => {
  expect(signWebhook({ clientSecret, timestampS: 1770000001, rawBody })).toBe(header)
})

test('a genuine webhook is verified, as text or as bytes, with spaces or capitals in the header', () => {
  expect(verifyWebhook(genuine)).toBe(true)
  expect(verifyWebhook({ ...genuine, rawBody: Buffer.from(rawBody) })).toBe(true)
  expect(verifyWebhook({ ...genuine, header: ` s=${hex.toUpperCase()}, t=1770000001 ` })).toBe(true)
})

test('another body, secret, time or form is not', () => {
  expect(verifyWebhook({ ...genuine, rawBody: `${rawBody} ` })).toBe(false)
  expect(verifyWebhook({ ...genuine, clientSecret: 'other' })).toBe(false)
  for (const bad of [
    undefined,
    '',
    't=1770000001',
    `s=${hex}`,
    `t=1770000002,s=${hex}`,
    `t=x,s=${hex}`,
    't=1770000001,s=00',
    header.replace('9', 'z'),
  ])
    expect(verifyWebhook({ ...genuine, header: bad })).toBe(false)
})

test('a webhook from outside the tolerance is not, in either direction', () => {
  const at = (offsetS: number) => verifyWebhook({ ...genuine, now: new Date(now.getTime() + offsetS * 1000) })
  expect([-301, -300, 0, 300, 301].map(at)).toEqual([false, true, true, true, false])
})
