const USAGE = `clipdeck <command>

  start                       start Clipdeck (ROLE=all, api or worker)
  migrate                     bring the database up to date and stop
  keys new                    print a new key for ENCRYPTION_KEYS
  keys rotate [--dry-run]     seal everything under the first of ENCRYPTION_KEYS; --dry-run only counts
  doctor                      check configuration, database, storage, TikTok, keys, accounts and jobs
  tokens refresh [--dry-run]  renew the tokens of every account that is due; --dry-run only counts
  simulator                   start the TikTok simulator alone

All settings are environment variables; .env.example lists them.
`

type Command = { run: (flags: ReadonlySet<string>) => Promise<void>; flags?: string[] }

const commands: Record<string, Command> = {
  start: { run: async () => (await import('#server/main.ts')).start(process.env) },
  migrate: { run: async () => (await import('#server/main.ts')).migrateOnly(process.env) },
  'keys new': { run: async () => (await import('#server/keys/new-key-command.ts')).newKeyCommand() },
  'keys rotate': {
    flags: ['--dry-run'],
    run: async (flags) => {
      const { rotateKeysCommand } = await import('#server/keys/rotate-keys-command.ts')
      await rotateKeysCommand(process.env, { isDryRun: flags.has('--dry-run') })
    },
  },
  doctor: { run: async () => (await import('#server/doctor/doctor.ts')).doctor(process.env) },
  'tokens refresh': {
    flags: ['--dry-run'],
    run: async (flags) => {
      const { refreshTokensCommand } = await import('#server/refresh-tokens-command.ts')
      await refreshTokensCommand(process.env, { isDryRun: flags.has('--dry-run') })
    },
  },
  simulator: {
    run: async () => {
      await import('#simulator/main.ts')
    },
  },
}

/** Runs one command of the command line; says how on anything else. */
export async function runCommand(args: string[]): Promise<void> {
  const name = args.filter((arg) => !arg.startsWith('--')).join(' ') || 'start'
  const flags = new Set(args.filter((arg) => arg.startsWith('--')))
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined
  if (!command || [...flags].some((flag) => !command.flags?.includes(flag))) {
    process.stderr.write(USAGE)
    process.exitCode = 64
    return
  }
  await command.run(flags)
}
