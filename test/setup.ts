import { format } from 'node:util'
import { afterEach } from 'vitest'

// An unhandled rejection fails the run by vitest itself.
const complaints: string[] = []

for (const level of ['warn', 'error'] as const) {
  console[level] = (...values: unknown[]) => {
    complaints.push(`console.${level}: ${format(...values)}`)
  }
}
afterEach(() => {
  const heard = complaints.splice(0)
  if (heard.length > 0) throw new Error(`Nothing may complain during a test:\n${heard.join('\n')}`)
})
