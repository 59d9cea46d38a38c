/** Where the animated strip of a video is stored. */
export function stripKey(storageKey: string): string {
  return `${storageKey}.strip.webp`
}
