/** Where the thumbnail of a media item is stored. */
export function thumbnailKey(storageKey: string): string {
  return `${storageKey}.thumbnail.jpg`
}
