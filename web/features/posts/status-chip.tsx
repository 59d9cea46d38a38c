import { Chip } from '../../ui/chip.tsx'
import type { StatusWords } from './status-words.ts'

export function StatusChip({ words }: { words: StatusWords }) {
  return (
    <Chip tone={words.tone} icon={words.icon} spinning={words.isMoving ?? false}>
      {words.label}
    </Chip>
  )
}
