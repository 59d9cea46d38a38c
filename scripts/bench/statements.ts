import type { Client } from 'pg'

export type Statements = { total: number; begins: number; heaviest: { calls: number; totalMs: number; text: string }[] }

/** What a statement of the bench itself has in its text, so that it is not counted. */
export const BENCH_MARK = 'bench_look'

/** From now on. */
export async function forgetStatements(database: Client): Promise<void> {
  await database.query(`select pg_stat_statements_reset() as ${BENCH_MARK}`)
}

/** Every statement that PostgreSQL has run since, BEGIN and COMMIT included, but those of the bench. */
export async function readStatements(database: Client): Promise<Statements> {
  const { rows } = await database.query<{ calls: number; totalMs: number; text: string }>(
    `select calls::float8, total_exec_time as "totalMs", regexp_replace(query, '\\s+', ' ', 'g') as text
     from pg_stat_statements where query not like '%${BENCH_MARK}%' and query not like '%pg_stat_statements%'
     order by calls desc`,
  )
  const count = (them: typeof rows) => them.reduce((sum, { calls }) => sum + calls, 0)
  return {
    total: count(rows),
    begins: count(rows.filter(({ text }) => /^begin\b/i.test(text))),
    heaviest: rows.slice(0, 40),
  }
}
