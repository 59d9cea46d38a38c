import { mkdir, stat } from 'node:fs/promises'
import { connect, createServer, type Server } from 'node:net'
import { text } from 'node:stream/consumers'
import { EmbeddedPostgresError } from './embedded-postgres-error.ts'

/**
 * Makes us the only Clipdeck on this folder. The lock is an abstract Unix socket, so the kernel decides who was first and
 * frees it with the process, whatever way that ends. It is named by the folder itself: other paths to it do not matter.
 */
export async function lockDataDir(dataDir: string): Promise<AsyncDisposable> {
  await mkdir(dataDir, { recursive: true, mode: 0o700 })
  const name = await lockName(dataDir)
  const server = createServer((socket) => socket.on('error', () => {}).end(String(process.pid)))
  if (await listen(server, name)) return { [Symbol.asyncDispose]: () => close(server) }
  throw new EmbeddedPostgresError(
    `Another Clipdeck (pid ${await askOwner(name)}) is using ${dataDir}.`,
    'Stop it first, or give this one a DATA_DIR of its own.',
  )
}

/** Whether a Clipdeck has this folder, however busy it is. */
export async function isDataDirLocked(dataDir: string): Promise<boolean> {
  const name = await lockName(dataDir).catch(() => null)
  if (name === null) return false
  const socket = connect({ path: name })
  return new Promise<boolean>((resolve) => {
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false))
  }).finally(() => socket.destroy())
}

async function lockName(dataDir: string): Promise<string> {
  const { dev, ino } = await stat(dataDir, { bigint: true })
  return `\0clipdeck-data-${dev}-${ino}`
}

function listen(server: Server, name: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(false)
      else reject(error)
    })
    server.listen({ path: name }, () => resolve(true))
    server.unref()
  })
}

async function askOwner(name: string): Promise<string> {
  const socket = connect({ path: name })
  socket.setTimeout(1000, () => socket.destroy())
  return (await text(socket).catch(() => '')) || 'unknown'
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
  })
}
