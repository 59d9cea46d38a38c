import { Check, Copy } from 'lucide-react'
import { useState } from 'react'
import { Button } from './button.tsx'

type Outcome = 'waiting' | 'copied' | 'refused'

const words: Record<Outcome, string> = {
  waiting: 'Copy',
  copied: 'Copied',
  refused: 'Select and copy it by hand',
}

export function CopyButton({ text }: { text: string }) {
  const [outcome, setOutcome] = useState<Outcome>('waiting')

  // The clipboard exists only on https and localhost; elsewhere the button says what to do.
  const handleClick = () => {
    if (!navigator.clipboard) return setOutcome('refused')
    navigator.clipboard.writeText(text).then(
      () => setOutcome('copied'),
      () => setOutcome('refused'),
    )
  }

  const Icon = outcome === 'copied' ? Check : Copy
  return (
    <Button size="small" onClick={handleClick} aria-live="polite">
      <Icon aria-hidden className="size-4" />
      {words[outcome]}
    </Button>
  )
}
