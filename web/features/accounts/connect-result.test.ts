import { expect, test } from 'vitest'
import type { Account } from '#shared/api/accounts.ts'
import { connectResult } from './connect-result.ts'

const acme = account('5f0c1a52-8c0b-4f5e-9d59-0b3f8f0a1a01', 'Acme')
const bistro = account('5f0c1a52-8c0b-4f5e-9d59-0b3f8f0a1a02', 'Bistro')

test('an account that was not there before is new', () => {
  const result = connectResult({ connected: bistro.id }, null, [acme, bistro])
  expect(result).toMatchObject({ tone: 'good', title: 'Bistro is connected' })
})

test('the same account coming back instead of another one is told', () => {
  const result = connectResult({ connected: acme.id, again: true }, null, [acme])
  expect(result).toMatchObject({ tone: 'warn', title: 'Acme came back: it was connected already' })
})

test('reconnecting the wanted account is good news, another one is not', () => {
  expect(connectResult({ connected: acme.id, again: true }, acme.id, [acme, bistro])?.tone).toBe('good')
  expect(connectResult({ connected: bistro.id, again: true }, acme.id, [acme, bistro])?.title).toBe(
    'Bistro came back, not Acme',
  )
})

test('an error is put in words with a remedy, an unknown one names its code', () => {
  expect(connectResult({ error: 'access_denied' }, null, [])?.detail).toMatch(/Nothing was changed/)
  expect(connectResult({ error: 'strange' }, null, [])?.title).toContain('strange')
})

test('nothing is said when nobody came back from TikTok', () => {
  expect(connectResult({}, null, [])).toBeNull()
})

function account(id: string, displayName: string): Account {
  return {
    id,
    openId: id,
    username: displayName.toLowerCase(),
    displayName,
    avatarUrl: null,
    status: 'active',
    scopes: [],
    capabilities: { directPost: true, draft: true, listVideos: false, stats: false },
    tokenExpiresAt: null,
    refreshExpiresAt: null,
    lastRefreshedAt: null,
    lastError: null,
    connectedAt: '2026-11-20T12:00:00Z',
  }
}
