import type { Readable } from 'node:stream'

export type ByteRange = { firstByte: number; lastByte: number }

/** Where media lives. Keys are ours (never a user's file name); any other text is refused. */
export type Storage = AsyncDisposable & {
  /** Moves a finished local file in. The local file is gone afterwards; when this throws, it is still there. */
  putFile(key: string, localPath: string): Promise<void>
  /** Streams bytes `firstByte` to `lastByte`, both included; everything without them. A missing key is an `ENOENT` of the stream. */
  read(key: string, range?: ByteRange): Readable
  /**
   * The same bytes for one reader that takes piece after piece: a piece is good until the next but one is taken, because
   * the buffers may be used again.
   */
  readPieces(key: string, range: ByteRange): Readable
  /** Where the content lies on this machine, to be read only; null where it lies elsewhere. */
  localPath(key: string): string | null
  /** Calls `use` with a local path of the content, for tools that need a file. It is only to be read, and only until `use` ends. */
  withLocalFile<T>(key: string, use: (path: string) => Promise<T>): Promise<T>
  /** A missing key is fine. */
  remove(key: string): Promise<void>
  /** Throws when the store cannot be written. */
  check(): Promise<void>
}
