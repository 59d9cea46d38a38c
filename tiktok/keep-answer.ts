import type { Socket } from 'node:net'
import type { buildConnector } from 'undici'

type Connect = buildConnector.connector
type Done = (error?: Error | null) => void

/** The answer, if there is one, already lies in the kernel's buffer when the write fails: this is only the last resort. */
const GRACE_MS = 1_000

/**
 * Makes a connector whose connections hear the server out: when it refuses early (403, 416) and closes while we still
 * send, the next write fails, and Node would tear the connection down with the answer unread in it. Here a failed write
 * is only reported after the reading side has ended. Page: content-posting-api-media-transfer-guide (refusals of a chunk).
 */
export function keepAnswer(connect: Connect): Connect {
  return (options, callback) =>
    connect(options, (...result) => {
      if (result[1]) reportWritesLate(result[1])
      callback(...result)
    })
}

function reportWritesLate(socket: Socket): void {
  const write = socket._write.bind(socket)
  const writeMany = socket._writev?.bind(socket)
  socket._write = (chunk, encoding, done) => write(chunk, encoding, afterReading(socket, done))
  if (writeMany) socket._writev = (chunks, done) => writeMany(chunks, afterReading(socket, done))
}

function afterReading(socket: Socket, done: Done): Done {
  return (error) => {
    if (!error) return done()
    const report = () => {
      clearTimeout(timer)
      socket.off('close', report)
      done(error)
    }
    const timer = setTimeout(report, GRACE_MS)
    socket.once('close', report)
  }
}
