import { expect, test } from 'vitest'
import { createFaults } from '#simulator/faults.ts'
import { planFaults } from './fault-plan.ts'

test('one call in twenty goes wrong at every endpoint, and every way comes up', () => {
  const planned = planFaults('7', 0.05)
  const faults = createFaults()
  for (const { fault } of planned) faults.add(fault)
  for (const endpoint of ['token', 'video_init', 'upload', 'status', 'creator_info'] as const) {
    const calls = Array.from({ length: 5000 }, (_, call) => ({ endpoint, openId: `creator-${call % 60}` }))
    const struck = calls.filter((facts) => faults.take(facts) !== null).length
    expect(struck / calls.length).toBeGreaterThan(0.045)
    expect(struck / calls.length).toBeLessThan(0.055)
    const never = faults.list().filter((fault) => fault.endpoint === endpoint && fault.struck === 0)
    expect(never).toEqual([])
  }
})
