import { EmbeddedPostgresError } from './embedded-postgres-error.ts'

type Failure = { doing: string; dataDir: string; output: readonly string[]; cause?: unknown }
type Explanation = { sign: RegExp; problem: (dataDir: string) => string; remedy: string }

// PostgreSQL, initdb and the dynamic loader report by text only; the texts are in English because we run them with LC_ALL=C.
const explanations: readonly Explanation[] = [
  {
    sign: /No space left on device|Check free disk space|ENOSPC|Disk quota exceeded|EDQUOT/,
    problem: (dataDir) => `There is no space left on the disk of ${dataDir}.`,
    remedy: 'Free some space and start again: nothing that was saved is lost.',
  },
  {
    sign: /Read-only file system|EROFS|Permission denied|EACCES|EPERM|Operation not permitted/,
    problem: (dataDir) => `The database under ${dataDir} cannot be read or written by this user.`,
    remedy:
      'Make the folder belong to the user that runs Clipdeck, choose another DATA_DIR, or run Clipdeck as an ordinary user instead of root.',
  },
  {
    sign: /GLIBC_|failed to execute|cannot execute|error while loading shared libraries|spawn \S+ (ENOENT|ENOEXEC)/,
    problem: () => `The embedded PostgreSQL does not run on this system (${process.platform} ${process.arch}).`,
    remedy: 'It needs Linux on x64 with glibc 2.27 or newer (Debian, Ubuntu, Fedora; not Alpine).',
  },
  {
    sign: /Cannot allocate memory|ENOMEM|could not map anonymous shared memory/,
    problem: () => 'There is not enough memory to start the embedded PostgreSQL.',
    remedy: 'Give the machine or container at least 512 MB.',
  },
  {
    sign: /could not locate a valid checkpoint|invalid checkpoint|invalid page|checksum verification failed|is damaged/i,
    problem: (dataDir) => `The database under ${dataDir} is damaged.`,
    remedy: 'Restore a backup (clipdeck restore).',
  },
]

/** What PostgreSQL printed before it gave up, as one error a person can act on; all of it is in the cause. */
export function explainPostgresFailure({ doing, dataDir, output, cause }: Failure): EmbeddedPostgresError {
  const text = [...output, cause instanceof Error ? cause.message : ''].join('\n')
  const found = explanations.find(({ sign }) => sign.test(text))
  const firstWords = /(?:FATAL|PANIC|error): .*/.exec(text)?.[0] ?? output.at(-1)
  const problem = found?.problem(dataDir) ?? `${doing} failed.`
  const detail = firstWords ? ` It said: "${firstWords.trim()}".` : ''
  const remedy = found?.remedy ?? 'The log and the cause of this error tell more.'
  return new EmbeddedPostgresError(`${problem}${detail}`, remedy, { cause: cause ?? new Error(text) })
}
