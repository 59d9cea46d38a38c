/** TikTok returns at most 150 characters of a caption (tiktok-api-v2-video-object), and does not say how it counts them. */
const CUT_FROM_LENGTH = 140
/** What is left to compare of a text that was cut must still be long enough to tell it from others. */
const BEGINNING_MIN_LENGTH = 100
/** The end of a cut text: an ellipsis, or a character of which a part is missing. */
const CUT_END = /(?:…|\.{3})$|.$/su

/**
 * True when `shown`, the text of a video in TikTok's list, is the caption `sent`, or its beginning where TikTok has cut it.
 * Spaces, invisible characters and case do not count: TikTok may set them anew around hashtags and mentions. Never true
 * for a caption in which nothing is left to compare: too many videos have none.
 */
export function isSameCaption(sent: string, shown: string): boolean {
  const wanted = comparable(sent)
  if (wanted === '') return false
  if (comparable(shown) === wanted) return true
  if (shown.length < CUT_FROM_LENGTH || shown.length >= sent.length) return false
  const beginning = comparable(shown.replace(CUT_END, ''))
  return beginning.length >= BEGINNING_MIN_LENGTH && wanted.startsWith(beginning)
}

/** Upper case, because lower case depends on what follows a letter (Greek sigma). */
function comparable(text: string): string {
  return text
    .normalize('NFC')
    .toUpperCase()
    .replaceAll(/[\s\p{Cf}\p{Variation_Selector}]+/gu, '')
}
