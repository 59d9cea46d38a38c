import type { z } from 'zod'
import type { JournalLine } from './journal.ts'

export type Collection<Item> = {
  kind: string
  get(key: string): Item | undefined
  put(item: Item): Item
  delete(key: string): void
  values(): Item[]
  lines(): JournalLine[]
  replay(line: JournalLine): void
}

type CollectionOptions<Item> = {
  kind: string
  schema: z.ZodType<Item>
  keyOf: (item: Item) => string
  write: (line: JournalLine) => void
}

/** A map whose every change is in the journal before anybody sees it. */
export function createCollection<Item>({ kind, schema, keyOf, write }: CollectionOptions<Item>): Collection<Item> {
  const items = new Map<string, Item>()
  return {
    kind,
    get: (key) => items.get(key),
    put(item) {
      write({ kind, key: keyOf(item), value: item })
      items.set(keyOf(item), item)
      return item
    },
    delete(key) {
      if (!items.has(key)) return
      write({ kind, key, value: null })
      items.delete(key)
    },
    values: () => [...items.values()],
    lines: () => Array.from(items, ([key, value]) => ({ kind, key, value })),
    replay(line) {
      if (line.value === null) items.delete(line.key)
      else items.set(line.key, schema.parse(line.value))
    },
  }
}
