import type { Clock } from './options.ts'
import type { RandomBytes } from './random.ts'

export type Ids = ReturnType<typeof createIds>

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

/** Makes ids in the shapes that TikTok's pages show. */
export function createIds(random: RandomBytes, clock: Clock) {
  const letters = (count: number) => Array.from(random(count), (byte) => ALPHABET[byte % 64]).join('')
  const digits = (count: number) => Array.from(random(count), (byte) => byte % 10).join('')
  let lastPostId = 0n

  /** 64 bits: seconds above, chance below, always odd and so never exact as a double. */
  function snowflake(): bigint {
    const seconds = BigInt(Math.floor(clock.now().getTime() / 1000))
    const made = (seconds << 32n) | BigInt(random(4).readUInt32BE()) | 1n
    lastPostId = made > lastPostId ? made : lastPostId + 2n
    return lastPostId
  }

  return {
    /** Contains `*` and `!`, as the sample on oauth-user-access-token-management does. */
    authCode: () => `${letters(60)}*${digits(1)}!${digits(4)}`,
    accessToken: () => `act.${letters(56)}!${digits(4)}`,
    refreshToken: () => `rft.${letters(56)}!${digits(4)}`,
    appToken: () => `clt.${letters(56)}`,
    publishId: (prefix: string) => `${prefix}${snowflake()}`,
    postId: () => String(snowflake()),
    uploadToken: () => letters(32),
    logId: () => {
      const stamp = clock.now().toISOString().replaceAll(/\D/g, '').slice(0, 14)
      return `${stamp}${random(10).toString('hex').toUpperCase()}`
    },
  }
}
