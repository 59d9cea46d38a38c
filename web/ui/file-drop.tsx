import { type DragEvent, type ReactNode, useState } from 'react'

interface FileDropProps {
  children: ReactNode
  onDrop: (files: readonly File[]) => void
}

/** Takes files that are dropped on what is in it. While some are held over it, it has `data-over`. */
export function FileDrop({ children, onDrop }: FileDropProps) {
  const [isOver, setIsOver] = useState(false)

  const handleDragOver = (event: DragEvent) => {
    if (!event.dataTransfer.types.includes('Files')) return
    event.preventDefault()
    setIsOver(true)
  }
  const handleDrop = (event: DragEvent) => {
    event.preventDefault()
    setIsOver(false)
    onDrop(Array.from(event.dataTransfer.files))
  }

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is another way to what a button inside does.
    <div
      data-over={isOver || undefined}
      className="group/drop"
      onDragOver={handleDragOver}
      onDragLeave={() => setIsOver(false)}
      onDrop={handleDrop}
    >
      {children}
    </div>
  )
}
