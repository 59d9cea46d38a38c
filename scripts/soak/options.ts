import { randomInt } from 'node:crypto'
import { parseArgs } from 'node:util'

export type SoakOptions = {
  seed: string
  publications: number
  accounts: number
  maxSizeBytes: number
  /** How long after the first kill everything must have an end. */
  limitMs: number
  /** Share of TikTok's calls that go wrong. */
  faultRate: number
}

/** TikTok takes 15 direct posts of an account a day (content-sharing-guidelines). */
const MOST_PER_ACCOUNT = 15
const MINUTE_MS = 60_000

/** Reads the command line. Throws with what is wrong and what would be right. */
export function readOptions(args?: string[]): SoakOptions {
  const { values } = parseArgs({
    ...(args && { args }),
    options: {
      seed: { type: 'string', default: String(randomInt(1_000_000)) },
      publications: { type: 'string', default: '300' },
      accounts: { type: 'string', default: '60' },
      'max-mb': { type: 'string', default: '150' },
      minutes: { type: 'string', default: '25' },
      'fault-percent': { type: 'string', default: '5' },
    },
  })
  const publications = wholeFrom1('publications', values.publications)
  const accounts = wholeFrom1('accounts', values.accounts)
  if (publications > accounts * MOST_PER_ACCOUNT)
    throw new Error(`--publications: ${accounts} accounts take ${accounts * MOST_PER_ACCOUNT} a day; add --accounts.`)
  const faultRate = Number(values['fault-percent']) / 100
  if (!(faultRate >= 0 && faultRate <= 0.5)) throw new Error('--fault-percent: give a number from 0 to 50.')
  return {
    seed: values.seed,
    publications,
    accounts,
    maxSizeBytes: wholeFrom1('max-mb', values['max-mb']) * 1_000_000,
    limitMs: wholeFrom1('minutes', values.minutes) * MINUTE_MS,
    faultRate,
  }
}

function wholeFrom1(name: string, text: string): number {
  const number = Number(text)
  if (!Number.isInteger(number) || number < 1) throw new Error(`--${name}: give a whole number from 1.`)
  return number
}
