import { stat } from 'node:fs/promises'
import { findProgram } from '../processes/find-program.ts'
import { type Command, runCommand } from '../processes/run-command.ts'

/** Under which identity PostgreSQL runs. It refuses to run as root. */
export type PostgresRunner = {
  readonly name: 'ourselves' | 'user-namespace' | 'other-user'
  /** The owner the database files need; null: whoever we are. */
  readonly owner: { uid: number; gid: number } | null
  wrap(program: string, args: readonly string[]): Command
}

/** `nobody` and `nogroup` of Debian and of most other systems. */
const NOBODY = 65534

// The kernel then stops PostgreSQL when we die, kill -9 included: SIGINT is its fast shutdown.
const DIE_WITH_PARENT = ['--pdeathsig', 'SIGINT']
// Any id but 0 will do inside the namespace; outside of it the files stay ours.
const MAP_TO_ORDINARY_USER = ['--user', '--map-user=1000', '--map-group=1000']

export async function runAsOurselves(): Promise<PostgresRunner> {
  const setpriv = await findProgram('setpriv')
  return {
    name: 'ourselves',
    owner: null,
    wrap: (program, args) =>
      setpriv ? { program: setpriv, args: [...DIE_WITH_PARENT, program, ...args] } : { program, args },
  }
}

/** Root becomes an ordinary user in a namespace of its own; null where the kernel or the container forbids that. */
export async function runInUserNamespace(): Promise<PostgresRunner | null> {
  const unshare = await findProgram('unshare')
  if (!unshare) return null
  const trial = await runCommand({ program: unshare, args: [...MAP_TO_ORDINARY_USER, '/bin/sh', '-c', 'exit 0'] })
  if (!trial.succeeded) return null
  const inner = await runAsOurselves()
  return {
    name: 'user-namespace',
    owner: null,
    wrap: (program, args) => {
      const command = inner.wrap(program, args)
      return { program: unshare, args: [...MAP_TO_ORDINARY_USER, command.program, ...command.args] }
    },
  }
}

/** Root steps down to another user, to whom the database files must belong. */
export async function runAsOtherUser(owner = { uid: NOBODY, gid: NOBODY }): Promise<PostgresRunner> {
  const setpriv = await findProgram('setpriv')
  const stepDown = [`--reuid=${owner.uid}`, `--regid=${owner.gid}`, '--clear-groups']
  return {
    name: 'other-user',
    owner,
    wrap: (program, args) =>
      setpriv
        ? { program: setpriv, args: [...stepDown, ...DIE_WITH_PARENT, program, ...args] }
        : { program, args, ...owner },
  }
}

/** As root: the user who owns the database, if that is not root; else a namespace; else `nobody`. */
export async function choosePostgresRunner(home: string): Promise<PostgresRunner> {
  if (process.getuid?.() !== 0) return runAsOurselves()
  const existing = await stat(home).catch(() => null)
  if (existing && existing.uid !== 0) return runAsOtherUser({ uid: existing.uid, gid: existing.gid })
  return (await runInUserNamespace()) ?? runAsOtherUser()
}
