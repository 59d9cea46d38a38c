import { type PointerEvent, useState } from 'react'

/** Whether the mouse rests on an element, for somebody who does not mind motion. Spread the handlers on the element. */
export function usePointedAt() {
  const [isPointedAt, setIsPointedAt] = useState(false)
  return {
    isPointedAt,
    handlers: {
      onPointerEnter: ({ pointerType }: PointerEvent) => setIsPointedAt(pointerType === 'mouse' && allowsMotion()),
      onPointerLeave: () => setIsPointedAt(false),
    },
  }
}

function allowsMotion(): boolean {
  return !matchMedia('(prefers-reduced-motion: reduce)').matches
}
