import type { Work } from './work.ts'

/** The progress of an upload that TikTok has all of. */
export function progressOf({ transfer }: Pick<Work, 'transfer'>) {
  return { sentBytes: transfer?.totalBytes ?? 0, totalBytes: transfer?.totalBytes ?? 0 }
}
