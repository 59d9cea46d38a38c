import type pg from 'pg'

/** Each is kept by each connection. What has another text each time (a list of ids) must not fill that up. */
const MOST_NAMES = 500
/** What asks for a range or for the first few: how many there are decides on the plan, so it is made for the values at hand. */
const VALUES_DECIDE = /\blimit\b|\bexists\b|[<>]=? ?\$/i
/** feature_not_supported: a plan whose columns a migration has changed (PostgreSQL, "cached plan must not change result type"). */
const OUTDATED = '0A000'

/**
 * Gives statements with parameters a name each, so that a connection parses and plans them once: that is most of what a
 * short statement costs. After a migration beside us one statement fails; from then on all have new names.
 */
export function nameStatements(pool: pg.Pool): void {
  const names = new Map<string, string>()
  let named = 0

  function nameOf(text: string): string | undefined {
    const name = names.get(text)
    if (name !== undefined || names.size >= MOST_NAMES || VALUES_DECIDE.test(text)) return name
    const made = `clipdeck_${++named}`
    names.set(text, made)
    return made
  }

  pool.on('connect', (client) => {
    const { query } = client
    const send = (text: unknown, values: unknown, ...more: unknown[]) => {
      const hasParameters = typeof text === 'string' && Array.isArray(values) && values.length > 0
      const name = hasParameters ? nameOf(text) : undefined
      if (name === undefined) return Reflect.apply(query, client, [text, values, ...more])
      const answer: unknown = Reflect.apply(query, client, [{ name, text, values }, undefined, ...more])
      if (answer instanceof Promise)
        answer.catch((error: unknown) => {
          if (isOutdated(error)) names.clear()
        })
      return answer
    }
    Object.defineProperty(client, 'query', { value: send })
  })
}

function isOutdated(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === OUTDATED
}
