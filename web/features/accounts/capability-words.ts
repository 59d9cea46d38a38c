import type { Account, Capability } from '#shared/api/accounts.ts'
import type { Permission } from './account-filter.ts'

const words: Record<Capability, { label: string; missing: string }> = {
  directPost: { label: 'Publish directly', missing: 'publish directly' },
  draft: { label: 'Send drafts', missing: 'send drafts' },
  listVideos: { label: 'See its videos', missing: 'see its videos' },
  stats: { label: 'See its numbers', missing: 'see its numbers' },
}

/** The choices of the filter by permission. */
export const permissionLabels: Record<Permission, string> = {
  directPost: 'Can publish directly',
  draft: 'Can send drafts',
  listVideos: 'Shows its videos',
  stats: 'Shows its numbers',
  missing: 'Lacks a permission',
}

const order: readonly Capability[] = ['directPost', 'draft', 'listVideos', 'stats']

/** What the account lets Clipdeck do, and what it does not. */
export function capabilityWords(capabilities: Account['capabilities']): { granted: string[]; missing: string[] } {
  return {
    granted: order.filter((capability) => capabilities[capability]).map((capability) => words[capability].label),
    missing: order.filter((capability) => !capabilities[capability]).map((capability) => words[capability].missing),
  }
}
