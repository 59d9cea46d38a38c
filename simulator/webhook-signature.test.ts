import { expect, test } from 'vitest'
import { signatureHeader } from './webhook-signature.ts'

test('signs the moment and the raw body with the client secret', () => {
  const body =
    '{"client_key":"ck_demo","event":"post.publish.publicly_available","create_time":1770000000,"user_openid":"-000demo","content":"{\\"publish_id\\":\\"v_pub_file~v2-1.7000000000000000001\\",\\"publish_type\\":\\"DIRECT_PUBLISH\\",\\"post_id\\":\\"7000000000000000003\\"}"}'
  expect(signatureHeader('demo_client_secret', 1_770_000_001, body)).toBe(
    't=1770000001,s=98986246c9af0f3f81b704a667c2c00677461fd6150f695db66ab955417bfa92',
  )
})
