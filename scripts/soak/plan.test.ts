import { expect, test } from 'vitest'
import { readOptions } from './options.ts'
import { planSoak } from './plan.ts'

const full = { seed: '7', publications: 300, accounts: 60, maxSizeBytes: 150_000_000 }

test('a seed repeats the whole plan, and another one gives another', () => {
  expect(planSoak(full)).toEqual(planSoak({ ...full }))
  expect(planSoak({ ...full, seed: '8' })).not.toEqual(planSoak(full))
})

test('every account gets as many publications as the others, within the caps of TikTok', () => {
  const { publications } = planSoak(full)
  const byAccount = Map.groupBy(publications, ({ username }) => username)
  expect(byAccount.size).toBe(60)
  for (const each of byAccount.values()) {
    expect(each).toHaveLength(5)
    expect(each.filter(({ mode }) => mode === 'draft')).toHaveLength(1)
  }
})

test('sizes go from 1 MB to the largest, most of them small', () => {
  const sizes = planSoak(full).publications.map(({ sizeBytes }) => sizeBytes)
  expect(Math.min(...sizes)).toBeGreaterThanOrEqual(1_000_000)
  expect(Math.max(...sizes)).toBeLessThanOrEqual(150_000_000)
  expect(Math.max(...sizes)).toBeGreaterThan(120_000_000)
  expect(sizes.filter((sizeBytes) => sizeBytes < 20_000_000).length).toBeGreaterThan(150)
})

test('PostgreSQL goes down once cleanly and once by kill -9, in the middle', () => {
  const { restarts, spreadMs } = planSoak(full)
  expect(restarts.map(({ how }) => how).sort()).toEqual(['clean', 'killed'])
  for (const { atMs } of restarts) {
    expect(atMs).toBeGreaterThan(spreadMs * 0.2)
    expect(atMs).toBeLessThan(spreadMs * 0.85)
  }
})

test('more publications than the accounts may post are refused', () => {
  expect(() => readOptions(['--publications', '31', '--accounts', '2'])).toThrow('add --accounts')
  expect(() => readOptions(['--max-mb', 'many'])).toThrow('--max-mb')
})
