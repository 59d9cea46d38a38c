/** Where the JPEG that TikTok gets of an image is stored. */
export function photoKey(storageKey: string): string {
  return `${storageKey}.photo.jpg`
}
