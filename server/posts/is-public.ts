import type { PublicationRow } from '../db/tables.ts'

/** True for a post that everybody may see: it gets an id, and stands in its account's list of videos. */
export function isPublic({ mode, privacyLevel }: Pick<PublicationRow, 'mode' | 'privacyLevel'>): boolean {
  return mode === 'direct' && privacyLevel === 'PUBLIC_TO_EVERYONE'
}
