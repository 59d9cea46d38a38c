import { once } from 'node:events'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import S3rver from 's3rver'

const BUCKET = 'media'
/** The one key that s3rver knows. */
const KEY = 'S3RVER'

export type S3Server = Awaited<ReturnType<typeof startS3Server>>

/** An S3 with one bucket, on a free port, that tells what it was asked and what it holds. Of signatures it checks the key id only. */
export async function startS3Server() {
  const directory = await mkdtemp(join(tmpdir(), 'clipdeck-s3-'))
  const s3rver = new S3rver({ directory, silent: true, vhostBuckets: false, configureBuckets: [{ name: BUCKET }] })
  await s3rver.configureBuckets()
  const handle = s3rver.callback()
  const calls: string[] = []
  const underWay = new Set<ServerResponse>()
  const rules = { refuse: async (_call: string): Promise<boolean> => false }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const call = `${request.method} ${request.url}`
    calls.push(call)
    underWay.add(response)
    response.once('close', () => underWay.delete(response))
    if (await rules.refuse(call)) {
      request.resume()
      return refuse(response)
    }
    const uploadId = /^DELETE .*[?&]uploadId=(\w+)/.exec(call)?.[1]
    if (!uploadId) return handle(request, response)
    // The one call that s3rver does not know.
    await rm(join(directory, BUCKET, '._S3rver_uploads', uploadId), { recursive: true })
    response.writeHead(204).end()
  }

  const server = createServer((request, response) => void answer(request, response))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The S3 has no port.')
  const url = `http://127.0.0.1:${address.port}`
  const files = () => readdir(join(directory, BUCKET), { recursive: true })

  return {
    url,
    /** Settings with which Clipdeck keeps its media here. */
    env: {
      STORAGE_URL: `s3://${BUCKET}/clips?endpoint=${url}`,
      AWS_ACCESS_KEY_ID: KEY,
      AWS_SECRET_ACCESS_KEY: KEY,
    },
    /** Every request as `PUT /bucket/key?query`. */
    calls,
    /** What is not taken: a refused call is answered 403. */
    rules,
    /** Keys of the whole objects. */
    keys: async () =>
      (await files()).flatMap((name) =>
        name.endsWith('._S3rver_object') ? [name.replace('._S3rver_object', '')] : [],
      ),
    /** Files that belong to uploads in parts. */
    parts: async () => (await files()).filter((name) => /_uploads\/./.test(name)),
    /** How many answers are still being given. */
    answering: () => underWay.size,
    /** Cuts the connection of every answer that is being given. */
    breakOff: () => underWay.forEach((response) => void response.destroy()),
    /** Until every answer was given, or its reader has gone. */
    untilQuiet: () => Promise.all([...underWay].map((response) => once(response, 'close'))),
    /** Until nobody is connected. */
    async untilAlone(): Promise<void> {
      const closed = once(server, 'close')
      server.close()
      await closed
    },
    async [Symbol.asyncDispose]() {
      server.close()
      server.closeAllConnections()
      await rm(directory, { recursive: true })
    },
  }
}

function refuse(response: ServerResponse): void {
  response.writeHead(403, { 'content-type': 'application/xml' })
  response.end(
    `<Error><Code>AccessDenied</Code><Message>Access Denied</Message><AWSAccessKeyId>${KEY}</AWSAccessKeyId></Error>`,
  )
}
