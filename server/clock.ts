/** Where "now" comes from. Tests pass one that they move by hand. */
export type Clock = { now(): Date }

export const systemClock: Clock = { now: () => new Date() }

/** The moment `ms` milliseconds after `date`. */
export function after(date: Date, ms: number): Date {
  return new Date(date.getTime() + ms)
}
