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

/**
 * Width to height, from 9:16 to 16:9: not documented, but TikTok was seen to refuse other pictures (`picture_size_check_failed`).
 * A film of 1.85:1 still counts as within it.
 */
export const VIDEO_ASPECT_RATIO = { min: 9 / 16, max: 16 / 9, tolerance: 0.05 } as const

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

/** Formats TikTok takes for photos. content-posting-api-media-transfer-guide, image restrictions. */
export const PHOTO_MIME_TYPES = ['image/jpeg', 'image/webp'] as const

/** Largest image, and its longest sides: "1080p". content-posting-api-media-transfer-guide, image restrictions. */
export const PHOTO_MAX_SIZE_BYTES = 20_000_000
export const PHOTO_SIDES_PX = { short: 1080, long: 1920 } as const

/** The largest picture that is opened: our own bound, above what cameras make and below what a decompression bomb promises. */
export const PHOTO_MAX_PIXELS = 80_000_000

/** Our own bounds of a slideshow; its longest is that of any video (`VIDEO_MAX_DURATION_MS`). */
export const SLIDESHOW_MIN_IMAGES = 2
export const SLIDESHOW_SECONDS_PER_IMAGE = { min: 1, max: 10, usual: 3 } as const
