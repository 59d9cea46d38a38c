import { ConfigError, readConfig } from './config.ts'
import { createSimulator } from './simulator.ts'

/** EX_CONFIG of sysexits.h. */
const CONFIG_EXIT_CODE = 78

/** Runs the simulator until a signal, or until the process that forked it is gone. */
async function main(): Promise<void> {
  await using simulator = await createSimulator(readConfig())
  process.stdout.write(`TikTok simulator: ${simulator.url}\n`)
  process.send?.({ ready: true, url: simulator.url })
  const { promise: isOver, resolve: end } = Promise.withResolvers<void>()
  for (const event of ['SIGINT', 'SIGTERM', 'disconnect'] as const) process.once(event, () => end())
  await isOver
  if (process.connected) process.disconnect()
}

try {
  await main()
} catch (error) {
  const isConfig = error instanceof ConfigError
  process.stderr.write(`${isConfig ? error.message : error instanceof Error ? error.stack : String(error)}\n`)
  process.exitCode = isConfig ? CONFIG_EXIT_CODE : 1
}
