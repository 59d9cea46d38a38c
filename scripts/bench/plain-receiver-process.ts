// A process of its own: streams the body of every request into a file, flushed to the disk, and nothing else. The file is
// argument 1; the port goes to stdout.
import { createWriteStream } from 'node:fs'
import { rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import { pipeline } from 'node:stream/promises'

const path = process.argv[2] ?? ''

const server = createServer((request, response) => {
  pipeline(request, createWriteStream(path, { flush: true }))
    .then(() => rm(path))
    .then(
      () => response.end(),
      (error: unknown) => response.writeHead(500).end(String(error)),
    )
})
server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  if (address !== null && typeof address !== 'string') process.stdout.write(`${address.port}\n`)
})
