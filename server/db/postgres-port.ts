import { readFile, writeFile } from 'node:fs/promises'
import { type AddressInfo, createServer } from 'node:net'
import { join } from 'node:path'

/** A free port: at the first attempt the one of the last start, so that addresses people noted stay true. */
export async function choosePort(home: string, attempt: number): Promise<number> {
  const last = attempt === 0 ? Number(await readFile(join(home, 'port'), 'utf8').catch(() => 0)) : 0
  const isUsable = Number.isInteger(last) && last > 1023 && last < 65536
  return (isUsable ? await tryPort(last) : null) ?? (await tryPort(0)) ?? 0
}

export async function rememberPort(home: string, port: number): Promise<void> {
  await writeFile(join(home, 'port'), String(port))
}

function tryPort(port: number): Promise<number | null> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(null)
      else reject(error)
    })
    server.listen(port, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(isAddressInfo(address) ? address.port : null))
    })
  })
}

function isAddressInfo(address: AddressInfo | string | null): address is AddressInfo {
  return typeof address === 'object' && address !== null
}
