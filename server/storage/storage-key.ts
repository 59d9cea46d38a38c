/** Gives the key back. Throws for one that could lead out of its place, or that not every kind of storage can hold. */
export function storageKey(key: string): string {
  if (!/^[a-z0-9][a-z0-9/.-]*$/.test(key) || key.includes('..')) throw new Error(`Not a storage key: ${key}`)
  return key
}
