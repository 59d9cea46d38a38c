import { expect, test } from 'vitest'
import type { Breaker } from '#shared/api/breakers.ts'
import { restingHostUntil } from './resting-host.ts'

const now = new Date('2026-12-01T09:00:00Z')
const openUntil = (time: string) => `2026-12-01T${time}.000Z`

function breaker(change: Partial<Breaker>): Breaker {
  const silence = { lastErrorCode: null, lastFailureAt: null, openedAt: null, openUntil: null }
  return { scope: 'api', host: 'open.example', accountId: null, state: 'closed', failures: 0, ...silence, ...change }
}

test('while every host answers there is nothing to say', () => {
  expect(restingHostUntil([], now)).toBeNull()
  expect(restingHostUntil([breaker({ failures: 3 })], now)).toBeNull()
})

test('the host that rests longest counts', () => {
  const breakers = [
    breaker({ state: 'open', openUntil: openUntil('09:00:20') }),
    breaker({ scope: 'upload', state: 'open', openUntil: openUntil('09:00:40') }),
  ]
  expect(restingHostUntil(breakers, now)).toEqual(new Date('2026-12-01T09:00:40Z'))
})

test('a host that is being tried again counts, but not one that nobody has asked for long', () => {
  expect(restingHostUntil([breaker({ state: 'half-open', openUntil: openUntil('08:59:30') })], now)).not.toBeNull()
  expect(restingHostUntil([breaker({ state: 'half-open', openUntil: openUntil('08:59:00') })], now)).toBeNull()
})

test('an account that rests alone is no news for every page', () => {
  const ofAccount = breaker({ scope: 'account', host: null, state: 'open', openUntil: openUntil('09:00:40') })
  expect(restingHostUntil([ofAccount], now)).toBeNull()
})
