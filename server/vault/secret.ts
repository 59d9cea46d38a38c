import { inspect } from 'node:util'

const MASK = '[secret]'

/** A text that shows itself only when asked: logs, JSON, errors and `util.inspect` get a mask. */
export class Secret {
  readonly #text: string

  constructor(text: string) {
    this.#text = text
  }

  reveal(): string {
    return this.#text
  }

  toString(): string {
    return MASK
  }

  toJSON(): string {
    return MASK
  }

  [inspect.custom](): string {
    return MASK
  }
}
