import { expect, test } from 'vitest'
import { explainPostgresFailure } from './explain-postgres-failure.ts'

const explain = (...output: string[]) => explainPostgresFailure({ doing: 'Starting', dataDir: '/data', output }).message

test.each([
  [
    'FATAL:  could not write to file "pg_wal/xlogtemp.1": No space left on device',
    'There is no space left on the disk of /data.',
  ],
  [
    'FATAL:  could not extend file "base/1/2691": wrote only 4096 of 8192 bytes\nHINT:  Check free disk space.',
    'no space left',
  ],
  [
    'FATAL:  could not open file "global/pg_control": Permission denied',
    '/data cannot be read or written by this user.',
  ],
  ['initdb: error: could not create directory "/data": Read-only file system', '/data cannot be read or written'],
  ["postgres: /lib/libc.so.6: version `GLIBC_2.27' not found", 'does not run on this system'],
  ['setpriv: failed to execute /x/bin/postgres: No such file or directory', 'does not run on this system'],
  ['FATAL:  could not map anonymous shared memory: Cannot allocate memory', 'not enough memory'],
  ['PANIC:  could not locate a valid checkpoint record at 0/1', 'The database under /data is damaged.'],
])('"%s" is explained', (line, expected) => {
  expect(explain('LOG:  starting PostgreSQL', line)).toContain(expected)
})

test('something unknown is told in its own words, always with another way out', () => {
  const message = explain(
    'LOG:  starting',
    'FATAL:  the moon is in the wrong place',
    'LOG:  database system is shut down',
  )
  expect(message).toContain('Starting failed. It said: "FATAL:  the moon is in the wrong place".')
  expect(message).toContain('DATABASE_URL')
})

test('an error of ours on the way is explained too', () => {
  const cause = Object.assign(new Error("EACCES: permission denied, mkdir '/data'"), { code: 'EACCES' })
  expect(explainPostgresFailure({ doing: 'Starting', dataDir: '/data', output: [], cause })).toMatchObject({
    message: expect.stringContaining('cannot be read or written'),
    cause,
  })
})
