const HOME = '/posts'

/** A path of this site from an untrusted address; anything that could lead elsewhere becomes the home page. */
export function localPath(path: string | undefined): string {
  return path !== undefined && /^\/(?![/\\])/.test(path) ? path : HOME
}
