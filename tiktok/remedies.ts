/** What a failure asks of the caller. */
export type Remedy =
  /** Try again with backoff, where the step is safe to repeat. */
  | 'retry'
  /** Wait until the rate window has passed; costs no attempt. */
  | 'wait'
  /** Refresh the access token once, then go on. */
  | 'refresh'
  /** The grant is gone or too small: the creator must connect the account again. */
  | 'reconnect'
  /** A person must change something first; it goes on afterwards. */
  | 'hold'
  /** A cap of TikTok is full: move to the first free time. */
  | 'move'
  /** Final. */
  | 'fail'

/** A remedy, and a sentence in plain language that tells a person what to do. */
export type Advice = { readonly remedy: Remedy; readonly advice: string }

/**
 * Every error code of TikTok's API and what it asks for.
 * Pages: tiktok-api-v2-error-handling, content-posting-api-reference-direct-post, content-posting-api-reference-photo-post,
 * content-posting-api-reference-upload-video, content-posting-api-reference-get-video-status; OAuth codes:
 * oauth-user-access-token-management. An unfit chunk plan is answered with `invalid_params` on an init.
 */
export const remedies: Readonly<Record<string, Advice>> = {
  invalid_param: {
    remedy: 'fail',
    advice: 'TikTok refused a value of this post. Check its caption, options and media.',
  },
  invalid_params: {
    remedy: 'fail',
    advice: 'TikTok refused a value of this post. Check its caption, options and media.',
  },
  invalid_file_upload: {
    remedy: 'fail',
    advice: 'TikTok refused the file. Check that it is a playable MP4, MOV or WebM.',
  },
  scope_permission_missed: {
    remedy: 'reconnect',
    advice: 'This account has not granted the permission. Connect it again and leave every permission ticked.',
  },
  app_version_check_failed: {
    remedy: 'hold',
    advice: 'The creator needs a newer TikTok app (31.8 or later). Update it on their phone, then go on.',
  },
  invalid_publish_id: {
    remedy: 'fail',
    advice: 'TikTok no longer knows this upload. Look at the profile before posting it again.',
  },
  token_not_authorized_for_specified_publish_id: {
    remedy: 'fail',
    advice: 'This upload belongs to another TikTok account than the one that asked about it.',
  },
  publish_not_cancellable: { remedy: 'fail', advice: 'TikTok is too far with this post to cancel it.' },
  access_token_invalid: { remedy: 'refresh', advice: 'The access token has expired. It is being refreshed.' },
  scope_not_authorized: {
    remedy: 'reconnect',
    advice: 'This account has not granted the permission. Connect it again and leave every permission ticked.',
  },
  spam_risk_too_many_posts: {
    remedy: 'move',
    advice:
      'This creator has reached the number of posts that TikTok allows through apps in 24 hours. It goes on later.',
  },
  spam_risk_user_banned_from_posting: {
    remedy: 'hold',
    advice: 'TikTok has banned this creator from posting. Settle it in the TikTok app, then go on.',
  },
  spam_risk_too_many_pending_share: {
    remedy: 'move',
    advice:
      'This creator has too many unfinished drafts. Finish or delete drafts in the TikTok inbox, or wait 24 hours.',
  },
  reached_active_user_cap: {
    remedy: 'move',
    advice: 'The app has reached the number of accounts that may post in 24 hours. It goes on when there is room.',
  },
  unaudited_client_can_only_post_to_private_accounts: {
    remedy: 'hold',
    advice:
      'TikTok has not audited this app yet: set the TikTok account to private and the post to "Only me", then go on.',
  },
  url_ownership_unverified: {
    remedy: 'hold',
    advice:
      "The media's domain is not verified for this app. Add it under URL properties in TikTok's developer portal, then go on.",
  },
  privacy_level_option_mismatch: {
    remedy: 'hold',
    advice: 'This creator can no longer use the chosen privacy. Choose another one, then go on.',
  },
  rate_limit_exceeded: { remedy: 'wait', advice: 'Too many calls in one minute. It goes on by itself.' },
  internal_error: { remedy: 'retry', advice: 'TikTok has an internal problem. It is tried again where that is safe.' },

  access_denied: {
    remedy: 'reconnect',
    advice: 'Access was not granted on TikTok. Connect the account again and agree.',
  },
  invalid_grant: {
    remedy: 'reconnect',
    advice: "The account's grant has ended or was used up. Connect the account again.",
  },
  invalid_client: {
    remedy: 'hold',
    advice: 'TikTok does not accept the client key and secret. Check the app settings.',
  },
  invalid_request: {
    remedy: 'hold',
    advice: 'TikTok refused the sign-in request. Check that the redirect URI is registered for the app, byte for byte.',
  },
  invalid_scope: {
    remedy: 'hold',
    advice: 'The app has no approval for a requested scope. Add it in the developer portal.',
  },
  unauthorized_client: {
    remedy: 'hold',
    advice: 'The app may not use this sign-in. Check its products in the developer portal.',
  },
  unsupported_grant_type: { remedy: 'fail', advice: 'TikTok does not know this kind of token request.' },
  unsupported_response_type: { remedy: 'fail', advice: 'TikTok does not know this kind of sign-in request.' },
  server_error: { remedy: 'retry', advice: 'TikTok has an internal problem. It is tried again where that is safe.' },
  temporarily_unavailable: {
    remedy: 'retry',
    advice: 'TikTok is briefly unavailable. It is tried again where that is safe.',
  },
}

const badFormat: Advice = {
  remedy: 'fail',
  advice: 'TikTok does not take this file format. Use MP4 (H.264), MOV or WebM; for photos JPEG or WebP.',
}
const badDuration: Advice = {
  remedy: 'fail',
  advice: 'The video is too short or too long for this creator. Cut it and post again.',
}
const badFrameRate: Advice = {
  remedy: 'fail',
  advice: 'The frame rate must be between 23 and 60. Convert the video and post again.',
}
const badPicture: Advice = {
  remedy: 'fail',
  advice: 'The picture size does not fit: videos 360 to 4096 pixels on each side, photos at most 1080p.',
}

/**
 * Every `fail_reason` of a publish status or `post.publish.failed` webhook and what it asks for; those after `spam_risk`
 * are not documented but were seen. Page: content-posting-api-reference-get-video-status.
 */
export const failReasons: Readonly<Record<string, Advice>> = {
  file_format_check_failed: badFormat,
  duration_check_failed: badDuration,
  frame_rate_check_failed: badFrameRate,
  picture_size_check_failed: badPicture,
  internal: { remedy: 'retry', advice: 'TikTok had an internal problem with this post. It can be sent again.' },
  video_pull_failed: {
    remedy: 'retry',
    advice: 'TikTok could not download the video. Check that the media URL is reachable from the internet.',
  },
  photo_pull_failed: {
    remedy: 'retry',
    advice: 'TikTok could not download a photo. Check that the media URLs are reachable from the internet.',
  },
  publish_cancelled: { remedy: 'fail', advice: 'The post was cancelled before TikTok had taken it.' },
  auth_removed: {
    remedy: 'reconnect',
    advice: 'The creator removed the access while TikTok was working on the post. Connect the account again.',
  },
  spam_risk_too_many_posts: {
    remedy: 'move',
    advice:
      'This creator has reached the number of posts that TikTok allows through apps in 24 hours. It goes on later.',
  },
  spam_risk_user_banned_from_posting: {
    remedy: 'hold',
    advice: 'TikTok has banned this creator from posting. Settle it in the TikTok app, then go on.',
  },
  spam_risk_text: { remedy: 'fail', advice: 'TikTok judged the text risky. Change the caption and post again.' },
  spam_risk: { remedy: 'fail', advice: 'TikTok judged this post risky and refused it.' },
  video_bitrate_check_failed: {
    remedy: 'fail',
    advice: "The video's bit rate does not fit. Convert the video and post again.",
  },
  privacy_level_not_authorized: {
    remedy: 'hold',
    advice: 'This creator can no longer use the chosen privacy. Choose another one, then go on.',
  },
  file_format: badFormat,
  duration: badDuration,
  frame_rate: badFrameRate,
  picture_size: badPicture,
}

/**
 * The advice for an error code; codes outside the table are judged by the HTTP status alone.
 * Page: tiktok-api-v2-error-handling.
 */
export function adviceForCode(code: string, status: number): Advice {
  const known = Object.hasOwn(remedies, code) ? remedies[code] : undefined
  if (known) return known
  if (status === 429) return { remedy: 'wait', advice: 'Too many calls in a short time. It goes on by itself.' }
  if (status >= 500) return { remedy: 'retry', advice: 'TikTok has a problem. It is tried again where that is safe.' }
  return { remedy: 'fail', advice: `TikTok refused the call with the code ${code || 'of an empty name'}.` }
}

/**
 * The advice for a `fail_reason`; an unknown or missing one is final.
 * Page: content-posting-api-reference-get-video-status.
 */
export function adviceForFailReason(failReason: string | null): Advice {
  const known = failReason !== null && Object.hasOwn(failReasons, failReason) ? failReasons[failReason] : undefined
  if (known) return known
  return { remedy: 'fail', advice: `TikTok could not publish this post${failReason ? ` (${failReason})` : ''}.` }
}
