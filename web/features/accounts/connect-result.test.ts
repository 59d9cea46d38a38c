import { expect, test } from 'vitest'
import type { Account } from '#shared/api/accounts.ts'
import { connectResult } from './connect-result.ts'

const acme = account('5f0c1a52-8c0b-4f5e-9d59-0b3f8f0a1a01', 'Acme')
const bistro = account('5f0c1a52-8c0b-4f5e-9d59-0b3f8f0a1a02', 'Bistro')

test('an account that was not there before is new', () => {
  const result = connectResult({ connected: bistro.id }, [acme, bistro])
  expect(result).toMatchObject({ tone: 'good', title: 'Bistro is connected' })
})

test('the same account coming back instead of another one is told', () => {
  const result = connectResult({ connected: acme.id, again: true }, [acme])
  expect(result).toMatchObject({ tone: 'warn', title: 'Acme came back: it was connected already' })
})

test('reconnecting the wanted account is good news, another one is not', () => {
  const both = [acme, bistro]
  expect(connectResult({ connected: acme.id, again: true, expected: acme.id }, both)?.tone).toBe('good')
  expect(connectResult({ connected: bistro.id, again: true, expected: acme.id }, both)?.title).toBe(
    'Bistro came back, not Acme',
  )
})

test('an error is put in words with a remedy, an unknown one names its code', () => {
  expect(connectResult({ error: 'access_denied' }, [])?.detail).toMatch(/Nothing was changed.*Start again/)
  expect(connectResult({ error: 'strange' }, [])?.detail).toContain('“strange”')
  expect(connectResult({ error: 'call <b>0900</b>' }, [])?.detail).toContain('“unknown_error”')
})

test('an account that granted less says what it may not do', () => {
  const capabilities = { directPost: false, draft: true, listVideos: false, stats: true }
  const result = connectResult({ connected: acme.id }, [{ ...acme, capabilities }])
  expect(result).toMatchObject({ tone: 'warn', title: 'Acme is connected, with fewer permissions' })
  expect(result?.detail).toContain('publish directly or see its videos')
})

test('nothing is said when nobody came back from TikTok', () => {
  expect(connectResult({}, [])).toBeNull()
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
    capabilities: { directPost: true, draft: true, listVideos: true, stats: true },
    tokenExpiresAt: null,
    refreshExpiresAt: null,
    lastRefreshedAt: null,
    lastError: null,
    connectedAt: '2026-11-20T12:00:00Z',
    stats: null,
    lastSyncedAt: null,
    postsToday: { used: 0, cap: 15, learned: null },
    lastPublishedAt: null,
  }
}
