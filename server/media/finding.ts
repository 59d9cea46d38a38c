import type { MediaCheck } from '#shared/api/media.ts'

/** What a finding is about: the measure beside its limit. */
export type Rule = Pick<MediaCheck, 'code' | 'measured' | 'limit'>
/** What is wrong, what a person does about it, and what Clipdeck can do. */
type Trouble = Pick<MediaCheck, 'message' | 'remedy' | 'fix'>

export function fine(rule: Rule, message: string): MediaCheck {
  return { ...rule, level: 'ok', message, remedy: null, fix: null }
}

/** TikTok may take it, or show it badly. */
export function doubtful(rule: Rule, trouble: Trouble): MediaCheck {
  return { ...rule, level: 'warning', ...trouble }
}

/** TikTok would refuse it. */
export function wrong(rule: Rule, trouble: Trouble): MediaCheck {
  return { ...rule, level: 'error', ...trouble }
}

/** What we cannot measure TikTok may still take. */
export function unmeasured(
  rule: Omit<Rule, 'measured'>,
  name: string,
  trouble: Pick<Trouble, 'remedy' | 'fix'>,
): MediaCheck {
  return doubtful({ ...rule, measured: null }, { message: `The ${name} could not be measured.`, ...trouble })
}
