import { isIP } from 'node:net'

/** True for a host name that the public internet may know: no IP address, and no name of this machine or network alone. */
export function isPublicName(hostname: string): boolean {
  if (isIP(hostname) !== 0 || hostname.startsWith('[')) return false
  return hostname.includes('.') && !/\.(localhost|local|internal)\.?$/.test(hostname)
}
