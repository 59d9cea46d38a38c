import type { Account } from '#shared/api/accounts.ts'

type Capability = keyof Account['capabilities']

const words: Record<Capability, { label: string; missing: string }> = {
  directPost: { label: 'Publish directly', missing: 'publish directly' },
  draft: { label: 'Send drafts', missing: 'send drafts' },
  listVideos: { label: 'See its videos', missing: 'see its videos' },
  stats: { label: 'See its numbers', missing: 'see its numbers' },
}

const order: readonly Capability[] = ['directPost', 'draft', 'listVideos', 'stats']

/** What the account lets Clipdeck do, and what it does not. */
export function capabilityWords(capabilities: Account['capabilities']): { granted: string[]; missing: string[] } {
  return {
    granted: order.filter((capability) => capabilities[capability]).map((capability) => words[capability].label),
    missing: order.filter((capability) => !capabilities[capability]).map((capability) => words[capability].missing),
  }
}
