import { Slider as RadixSlider } from 'radix-ui'
import { type ReactNode, useId } from 'react'

interface SliderProps {
  label: string
  value: number
  min: number
  max: number
  step: number
  /** The value as it is read aloud and shown at the end of the line. */
  words: (value: number) => string
  hint?: ReactNode
  /** At every move. */
  onChange: (value: number) => void
  /** When it is let go. */
  onCommit?: (value: number) => void
}

/** A number by hand or by the arrow keys. */
export function Slider({ label, value, min, max, step, words, hint, onChange, onCommit }: SliderProps) {
  const id = useId()
  return (
    <div className="grid gap-1">
      <div className="flex justify-between gap-4">
        <span id={id} className="font-medium">
          {label}
        </span>
        <output className="text-muted tabular-nums">{words(value)}</output>
      </div>
      <RadixSlider.Root
        value={[value]}
        min={min}
        max={max}
        step={step}
        onValueChange={([next = value]) => onChange(next)}
        onValueCommit={([next = value]) => onCommit?.(next)}
        className="relative flex h-8 touch-none items-center select-none pointer-coarse:h-11"
      >
        <RadixSlider.Track className="h-1.5 grow overflow-hidden rounded-full bg-sunken ring-1 ring-line">
          <RadixSlider.Range className="absolute h-1.5 rounded-full bg-accent" />
        </RadixSlider.Track>
        <RadixSlider.Thumb
          aria-labelledby={id}
          aria-valuetext={words(value)}
          className="block size-5 rounded-full border-2 border-accent bg-surface shadow-sm"
        />
      </RadixSlider.Root>
      {hint && <div className="text-[0.87rem] text-muted">{hint}</div>}
    </div>
  )
}
