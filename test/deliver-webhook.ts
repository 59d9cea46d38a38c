import { signatureHeader } from '#simulator/webhook-signature.ts'
import type { Stage } from './stage.ts'

/** Delivers an event as TikTok would, signed with `secret`. */
export function deliverWebhook(
  stage: Pick<Stage, 'clock' | 'url'>,
  event: string,
  content: object | string,
  {
    openId,
    secret = 'test-secret-of-the-app',
    clientKey = 'test-app',
  }: { openId: string; secret?: string; clientKey?: string },
): Promise<Response> {
  const createdAtS = Math.floor(stage.clock.now().getTime() / 1000)
  const body = JSON.stringify({
    client_key: clientKey,
    event,
    create_time: createdAtS,
    user_openid: openId,
    content: typeof content === 'string' ? content : JSON.stringify(content),
  })
  return fetch(`${stage.url}/api/v1/tiktok/webhooks`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'tiktok-signature': signatureHeader(secret, createdAtS, body) },
    body,
  })
}
