import type { Readable } from 'node:stream'

/** Where media lives. Keys are ours (never a user's file name). */
export type Storage = {
  /** Moves a finished local file in. The local file is gone afterwards. */
  putFile(key: string, localPath: string): Promise<void>
  /** Streams bytes `firstByte` to `lastByte`, both included; everything without them. */
  read(key: string, range?: { firstByte: number; lastByte: number }): Readable
  /**
   * The same bytes for one reader that takes piece after piece: a piece is good until the next but one is taken, because
   * the buffers are used again.
   */
  readPieces(key: string, range: { firstByte: number; lastByte: number }): Readable
  /** Calls `use` with a local path of the content, for tools that need a file. */
  withLocalFile<T>(key: string, use: (path: string) => Promise<T>): Promise<T>
  remove(key: string): Promise<void>
  /** Throws when the store cannot be written. */
  check(): Promise<void>
}
