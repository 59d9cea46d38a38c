import type { ReactNode } from 'react'

/**
 * Dims the page behind a dialog and centres it. Radix' own overlay locks the scrolling with a style element,
 * which the content security policy forbids; `data-modal` does it in our style sheet.
 */
export function DialogPanel({ children }: { children: ReactNode }) {
  return (
    <div data-modal className="fixed inset-0 z-40 grid place-items-center overflow-y-auto bg-black/50 p-4">
      {children}
    </div>
  )
}
