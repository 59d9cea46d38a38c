/** Gives its items back smallest first, without sorting them all. */
export function createHeap<Item>(isBefore: (a: Item, b: Item) => boolean) {
  const items: Item[] = []

  function rise(start: number, item: Item): void {
    let index = start
    for (let above = (index - 1) >> 1; index > 0; above = (index - 1) >> 1) {
      const parent = items[above]
      if (parent === undefined || !isBefore(item, parent)) break
      items[index] = parent
      index = above
    }
    items[index] = item
  }

  function sink(item: Item): void {
    let index = 0
    for (;;) {
      const [left, right] = [2 * index + 1, 2 * index + 2]
      const [a, b] = [items[left], items[right]]
      const [smaller, child] = b !== undefined && a !== undefined && isBefore(b, a) ? [right, b] : [left, a]
      if (child === undefined || !isBefore(child, item)) break
      items[index] = child
      index = smaller
    }
    items[index] = item
  }

  return {
    push: (item: Item) => rise(items.length, item),
    peek: () => items[0],
    pop(): Item | undefined {
      const first = items[0]
      const last = items.pop()
      if (items.length > 0 && last !== undefined) sink(last)
      return first
    },
  }
}
