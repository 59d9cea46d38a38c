/** What stands for a video without a thumbnail: a strip of film, upright as a video, that fits into light and dark pages. */
export const THUMBNAIL_PLACEHOLDER = [
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 270 480" width="270" height="480">',
  '<rect width="270" height="480" fill="#8b8b93" fill-opacity=".16"/>',
  '<g fill="none" stroke="#8b8b93" stroke-width="8" stroke-linejoin="round">',
  '<rect x="75" y="180" width="120" height="120" rx="12"/>',
  '<path d="M105 180v120M165 180v120M75 220h30M75 260h30M165 220h30M165 260h30M105 240h60"/>',
  '</g></svg>',
].join('')
