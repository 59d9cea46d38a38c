const letters = new Intl.Segmenter(undefined, { granularity: 'grapheme' })

/** Up to two initials of a name, by graphemes: names are not only Latin. */
export function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/).filter(Boolean)
  const first = words.at(0)
  const last = words.length > 1 ? words.at(-1) : undefined
  return [first, last]
    .map((word) => (word ? firstLetter(word) : ''))
    .join('')
    .toLocaleUpperCase()
}

function firstLetter(word: string): string {
  for (const { segment } of letters.segment(word)) return segment
  return ''
}
