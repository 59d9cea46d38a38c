import type { z } from 'zod'
import type { JournalLine } from './journal.ts'

export type Collection<Item> = {
  kind: string
  get(key: string): Item | undefined
  put(item: Item): Item
  delete(key: string): void
  values(): Item[]
  size(): number
  /** Those of one owner, without looking at the others. */
  ownedBy(owner: string): Item[]
  lines(): JournalLine[]
  replay(line: JournalLine): void
}

type CollectionOptions<Item> = {
  kind: string
  schema: z.ZodType<Item>
  keyOf: (item: Item) => string
  /** Never changes for an item. */
  ownerOf?: (item: Item) => string
  write: (line: JournalLine) => void
}

/** A map whose every change is in the journal before anybody sees it. */
export function createCollection<Item>(options: CollectionOptions<Item>): Collection<Item> {
  const { kind, schema, keyOf, ownerOf, write } = options
  const items = new Map<string, Item>()
  const keysByOwner = new Map<string, Set<string>>()

  function set(key: string, item: Item): void {
    items.set(key, item)
    const owner = ownerOf?.(item)
    if (owner !== undefined) keysByOwner.set(owner, (keysByOwner.get(owner) ?? new Set()).add(key))
  }

  function remove(key: string): void {
    const item = items.get(key)
    items.delete(key)
    if (item && ownerOf) keysByOwner.get(ownerOf(item))?.delete(key)
  }

  return {
    kind,
    get: (key) => items.get(key),
    put(item) {
      write({ kind, key: keyOf(item), value: item })
      set(keyOf(item), item)
      return item
    },
    delete(key) {
      if (!items.has(key)) return
      write({ kind, key, value: null })
      remove(key)
    },
    values: () => [...items.values()],
    size: () => items.size,
    ownedBy: (owner) => [...(keysByOwner.get(owner) ?? [])].flatMap((key) => items.get(key) ?? []),
    lines: () => Array.from(items, ([key, value]) => ({ kind, key, value })),
    replay(line) {
      if (line.value === null) remove(line.key)
      else set(line.key, schema.parse(line.value))
    },
  }
}
