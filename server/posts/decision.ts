import type { Failure } from '#shared/api/posts.ts'

/** What follows from a step of a publication. */
export type Decision =
  /** The step is done; the next one may begin. */
  | { kind: 'continue' }
  /** TikTok has every byte (or the URL): its status is asked from now on. */
  | { kind: 'track' }
  /** Not now: a window or a cap is full. Costs no attempt. */
  | { kind: 'wait'; until: Date; failure: Failure }
  /** It may work later, and repeating the step is safe. */
  | { kind: 'retry'; failure: Failure }
  /** A person must act first; nothing is lost. */
  | { kind: 'hold'; failure: Failure }
  /** It may be live, and nobody knows. Never sent again by itself. */
  | { kind: 'unconfirmed'; failure: Failure }
  /** Final. */
  | { kind: 'fail'; failure: Failure }
