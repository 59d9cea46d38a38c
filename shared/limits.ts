/**
 * TikTok's numbers that the web and the server both check against.
 * Every number names the section of TikTok's documentation it comes from (developers.tiktok.com/docs/en).
 */

/** Caption of a video, in UTF-16 code units. content-posting-api-reference-direct-post, `post_info.title`. */
export const CAPTION_MAX_LENGTH = 2200

/** Title of a photo post, in UTF-16 code units. content-posting-api-reference-photo-post. */
export const PHOTO_TITLE_MAX_LENGTH = 90

/** Description of a photo post, in UTF-16 code units. content-posting-api-reference-photo-post. */
export const PHOTO_DESCRIPTION_MAX_LENGTH = 4000

/** Images of one photo post. content-posting-api-reference-photo-post, `photo_images`. */
export const PHOTO_MAX_COUNT = 35

/** Largest video TikTok takes: 4 GB. content-posting-api-media-transfer-guide. */
export const VIDEO_MAX_SIZE_BYTES = 4 * 1024 ** 3

/** Containers TikTok takes for videos. content-posting-api-media-transfer-guide. */
export const VIDEO_MIME_TYPES = ['video/mp4', 'video/quicktime', 'video/webm'] as const

/** Picture sides in pixels, both of them. content-posting-api-media-transfer-guide. */
export const VIDEO_SIDE_PX = { min: 360, max: 4096 } as const

/** Frames per second. content-posting-api-media-transfer-guide. */
export const VIDEO_FRAME_RATE = { min: 23, max: 60 } as const

/** Longest video that the API takes from anybody: 10 minutes. content-posting-api-media-transfer-guide. */
export const VIDEO_MAX_DURATION_MS = 10 * 60 * 1000

/** Who may see a post: the options of creator info. content-posting-api-reference-direct-post. */
export const PRIVACY_LEVELS = [
  'PUBLIC_TO_EVERYONE',
  'MUTUAL_FOLLOW_FRIENDS',
  'FOLLOWER_OF_CREATOR',
  'SELF_ONLY',
] as const

export type PrivacyLevel = (typeof PRIVACY_LEVELS)[number]
