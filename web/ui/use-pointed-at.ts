import { type PointerEvent, useEffect, useState } from 'react'

/** Long enough not to start anything for who only passes by. */
const REST_MS = 200

/** Whether the mouse rests on an element, for somebody who does not mind motion. Spread the handlers on the element. */
export function usePointedAt() {
  const [isOver, setIsOver] = useState(false)
  const [isPointedAt, setIsPointedAt] = useState(false)
  useEffect(() => {
    if (!isOver) return
    const timer = setTimeout(() => setIsPointedAt(true), REST_MS)
    return () => {
      clearTimeout(timer)
      setIsPointedAt(false)
    }
  }, [isOver])
  return {
    isPointedAt,
    handlers: {
      onPointerEnter: ({ pointerType }: PointerEvent) => setIsOver(pointerType === 'mouse' && allowsMotion()),
      onPointerLeave: () => setIsOver(false),
    },
  }
}

function allowsMotion(): boolean {
  return !matchMedia('(prefers-reduced-motion: reduce)').matches
}
