import { randomUUID } from 'node:crypto'
import type { Delivery } from './entities.ts'
import { createHeap } from './heap.ts'
import { sendRequest } from './outgoing.ts'
import { signatureHeader } from './webhook-signature.ts'
import type { World } from './world.ts'

/** webhooks-events; `no_longer_publicaly_available` is spelled so there. */
export type WebhookEvent =
  | 'authorization.removed'
  | 'post.publish.failed'
  | 'post.publish.complete'
  | 'post.publish.inbox_delivered'
  | 'post.publish.publicly_available'
  | 'post.publish.no_longer_publicaly_available'

type Message = { clientKey: string; openId: string; event: WebhookEvent; content: Record<string, unknown> }

export type Webhooks = ReturnType<typeof createWebhooks>

type Parts = Pick<World, 'clock' | 'timing' | 'apps' | 'state' | 'faults'> & { wake: () => void }

const ANSWER_TIMEOUT_MS = 10_000
const LONGEST_RETRY_MS = 6 * 3_600_000
/** A reordered event waits for the next one; without a next one it goes out after a minute. */
const REORDER_LIMIT_MS = 60_000

/** Tells the apps what happened: signed, at least once, again and again until somebody answers 200. */
export function createWebhooks({ clock, timing, apps, state, faults, wake }: Parts) {
  const closing = new AbortController()
  let order = Math.max(0, ...state.deliveries.values().map((it) => it.order))
  const heap = createHeap<Delivery>(
    (a, b) => a.nextAttemptAtMs < b.nextAttemptAtMs || (a.nextAttemptAtMs === b.nextAttemptAtMs && a.order < b.order),
  )
  for (const delivery of state.deliveries.values()) heap.push(delivery)
  let heldIds: string[] = []
  let running: Promise<void> | null = null

  function put(delivery: Delivery): Delivery {
    heap.push(state.deliveries.put(delivery))
    return delivery
  }

  /** What has gone out or was put off stays in the heap until it comes up. */
  function earliest(): Delivery | undefined {
    for (let delivery = heap.peek(); delivery; delivery = heap.peek()) {
      if (state.deliveries.get(delivery.deliveryId) === delivery) return delivery
      heap.pop()
    }
    return undefined
  }

  function enqueue(message: Message, delivery: { delayMs: number; hasBadSignature: boolean }): string {
    const nowMs = clock.now().getTime()
    order += 1
    const body = JSON.stringify({
      client_key: message.clientKey,
      event: message.event,
      create_time: Math.floor(nowMs / 1000),
      user_openid: message.openId,
      content: JSON.stringify(message.content),
    })
    const { deliveryId } = put({
      deliveryId: randomUUID(),
      order,
      clientKey: message.clientKey,
      body,
      createdAtMs: nowMs,
      nextAttemptAtMs: nowMs + delivery.delayMs,
      attempts: 0,
      hasBadSignature: delivery.hasBadSignature,
    })
    return deliveryId
  }

  function releaseHeld(): void {
    for (const held of heldIds.map((id) => state.deliveries.get(id))) {
      if (!held) continue
      order += 1
      put({ ...held, order, nextAttemptAtMs: clock.now().getTime() })
    }
    heldIds = []
  }

  function nextDue(): Delivery | undefined {
    const delivery = earliest()
    return delivery && delivery.nextAttemptAtMs <= clock.now().getTime() ? delivery : undefined
  }

  function planRetry(delivery: Delivery): void {
    const attempts = delivery.attempts + 1
    const delayMs = Math.min(timing.webhookFirstRetryMs * 2 ** (attempts - 1), LONGEST_RETRY_MS)
    const nextAttemptAtMs = clock.now().getTime() + delayMs
    if (nextAttemptAtMs > delivery.createdAtMs + timing.webhookGiveUpMs) state.deliveries.delete(delivery.deliveryId)
    else put({ ...delivery, attempts, nextAttemptAtMs })
  }

  async function attempt(delivery: Delivery): Promise<boolean> {
    const app = apps.get(delivery.clientKey)
    if (!app?.webhookUrl) return false
    const secret = delivery.hasBadSignature ? `not ${app.clientSecret}` : app.clientSecret
    const timestampS = Math.floor(clock.now().getTime() / 1000)
    try {
      const response = await sendRequest({
        url: new URL(app.webhookUrl),
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'content-length': String(Buffer.byteLength(delivery.body)),
          'TikTok-Signature': signatureHeader(secret, timestampS, delivery.body),
        },
        body: delivery.body,
        signal: AbortSignal.any([closing.signal, AbortSignal.timeout(ANSWER_TIMEOUT_MS)]),
      })
      response.resume()
      return response.statusCode === 200
    } catch {
      return false
    }
  }

  async function deliverAllDue(): Promise<void> {
    for (let delivery = nextDue(); delivery && !closing.signal.aborted; delivery = nextDue()) {
      const isTaken = await attempt(delivery)
      if (closing.signal.aborted) return
      if (isTaken) state.deliveries.delete(delivery.deliveryId)
      else planRetry(delivery)
    }
  }

  return {
    send(message: Message): void {
      if (!apps.get(message.clientKey)?.webhookUrl) return
      const publishId = message.content.publish_id
      const fault = faults.take({
        endpoint: 'webhook',
        openId: message.openId,
        publishId: typeof publishId === 'string' ? publishId : undefined,
        event: message.event,
      })
      if (fault?.isDropped) return
      const plan = { delayMs: fault?.delayMs ?? 0, hasBadSignature: fault?.hasBadSignature ?? false }
      if (fault?.isReordered) {
        heldIds.push(enqueue(message, { ...plan, delayMs: REORDER_LIMIT_MS }))
      } else {
        for (let copy = 0; copy <= (fault?.duplicates ?? 0); copy += 1) enqueue(message, plan)
        releaseHeld()
      }
      wake()
    },
    nextAtMs: () => earliest()?.nextAttemptAtMs ?? null,
    /** Delivers everything due by the clock, one after another, and waits for the answers. */
    async settle(): Promise<void> {
      while (running !== null || nextDue()) {
        running ??= deliverAllDue().finally(() => {
          running = null
        })
        await running
        if (closing.signal.aborted) return
      }
    },
    async close(): Promise<void> {
      closing.abort()
      await running
    },
  }
}
