const USAGE = `clipdeck <command>

  start       start Clipdeck (ROLE=all, api or worker)
  migrate     bring the database up to date and stop
  simulator   start the TikTok simulator alone

All settings are environment variables; .env.example lists them.
`

const commands: Record<string, () => Promise<void>> = {
  start: async () => (await import('#server/main.ts')).start(process.env),
  migrate: async () => (await import('#server/main.ts')).migrateOnly(process.env),
  simulator: async () => {
    await import('#simulator/main.ts')
  },
}

/** Runs one command of the command line; says how on anything else. */
export async function runCommand([name = 'start', ...rest]: string[]): Promise<void> {
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined
  if (!command || rest.length > 0) {
    process.stderr.write(USAGE)
    process.exitCode = 64
    return
  }
  await command()
}
