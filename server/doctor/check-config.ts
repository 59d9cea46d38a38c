import { redirectUriKind } from '#tiktok/redirect-uri.ts'
import type { Config } from '../config.ts'
import { type Finding, ok, warn } from './finding.ts'

/** A configuration that was read is possible; here is what is odd about it. */
export function checkConfig({ warnings, role, tiktok, database, simulator, isProduction }: Config): Finding[] {
  const kind = redirectUriKind(tiktok.redirectUri)
  return [
    ok('configuration', `ROLE=${role}, ${database.kind} database, ${simulator ? 'the simulator' : 'TikTok itself'}`),
    ...warnings.map((warning) => warn('configuration', warning, 'Correct the setting, or leave it out.')),
    kind === 'desktop' && isProduction
      ? warn(
          'redirect URI',
          `${tiktok.redirectUri} is on this machine only`,
          'Set APP_URL to the public address, and register its redirect URI with TikTok.',
        )
      : ok('redirect URI', `${tiktok.redirectUri} keeps TikTok's rules (${kind} app)`),
  ]
}
