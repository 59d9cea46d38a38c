import { classNames } from './class-names.ts'

/** The place of something that is being fetched. */
export function Skeleton({ className }: { className: string }) {
  return <div aria-hidden className={classNames('animate-pulse rounded-lg bg-sunken', className)} />
}
