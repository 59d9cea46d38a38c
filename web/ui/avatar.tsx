import { Avatar as RadixAvatar } from 'radix-ui'
import { classNames } from './class-names.ts'
import { initialsOf } from './initials.ts'

interface AvatarProps {
  name: string
  url: string | null
  size?: 'small' | 'medium' | 'large'
  className?: string
}

const sizes = { small: 'size-7 text-[0.7rem]', medium: 'size-9 text-[0.8rem]', large: 'size-12 text-base' } as const

/** A creator's picture; while there is none, or it does not load, the initials. */
export function Avatar({ name, url, size = 'medium', className }: AvatarProps) {
  return (
    <RadixAvatar.Root
      className={classNames(
        'grid shrink-0 place-items-center overflow-hidden rounded-full bg-accent-soft font-semibold text-accent select-none',
        sizes[size],
        className,
      )}
    >
      {url && <RadixAvatar.Image src={url} alt="" referrerPolicy="no-referrer" className="size-full object-cover" />}
      <RadixAvatar.Fallback aria-hidden>{initialsOf(name)}</RadixAvatar.Fallback>
    </RadixAvatar.Root>
  )
}
