import { seededRandom } from '#simulator/random.ts'

export type Dice = ReturnType<typeof createDice>

/** Random choices that a seed repeats. Each purpose has dice of its own, so that one more choice here moves none there. */
export function createDice(seed: string, purpose: string) {
  const random = seededRandom(`${seed}/${purpose}`)
  /** In [0, 1). */
  const next = () => random(4).readUInt32BE() / 2 ** 32
  return {
    next,
    /** A whole number from `least` to `most`, both included. */
    between: (least: number, most: number) => least + Math.floor(next() * (most - least + 1)),
    pick<Item>(items: readonly Item[]): Item {
      const item = items[Math.floor(next() * items.length)]
      if (item === undefined) throw new Error('There is nothing to pick from.')
      return item
    },
  }
}
