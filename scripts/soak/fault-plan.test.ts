import { expect, test } from 'vitest'
import { createFaults } from '#simulator/faults.ts'
import { planFaults } from './fault-plan.ts'

test('the wanted share of calls goes wrong at every endpoint, and every way comes up', () => {
  const planned = planFaults('7', 0.2)
  const faults = createFaults()
  for (const { fault } of planned) faults.add(fault)
  for (const endpoint of ['token', 'upload', 'status'] as const) {
    const calls = Array.from({ length: 2000 }, (_, call) => ({ endpoint, openId: `creator-${call % 60}` }))
    const struck = calls.filter((facts) => faults.take(facts) !== null).length
    expect(struck / calls.length).toBeGreaterThan(0.165)
    expect(struck / calls.length).toBeLessThan(0.235)
    const never = faults.list().filter((fault) => fault.endpoint === endpoint && fault.struck === 0)
    expect(never).toEqual([])
  }
})
