import { resolve } from 'node:path'

/** A file that lies elsewhere: its bytes are fetched as they are needed. */
export type RemoteFile = {
  sizeBytes: number
  /** Bytes `firstByte` to `lastByte`, both included. */
  read: (range: { firstByte: number; lastByte: number }) => Promise<Buffer>
}

/** A path on this machine, or what lies elsewhere. */
export type MediaSource = string | RemoteFile

/** What a program is told of a source: a path from the root on, or a number of bytes; those it asks us for. */
export function sourceArgument(source: MediaSource): string {
  return typeof source === 'string' ? resolve(source) : String(source.sizeBytes)
}

export function remoteOf(source: MediaSource): { remote?: RemoteFile } {
  return typeof source === 'string' ? {} : { remote: source }
}
