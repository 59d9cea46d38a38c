import { X } from 'lucide-react'
import { Dialog as RadixDialog } from 'radix-ui'
import type { ReactElement, ReactNode } from 'react'
import { DialogPanel } from './dialog-panel.tsx'

interface DialogProps {
  /** Absent: it opens by itself. */
  trigger?: ReactElement
  title: string
  open: boolean
  onOpenChange: (open: boolean) => void
  children: ReactNode
}

export function Dialog({ trigger, title, open, onOpenChange, children }: DialogProps) {
  return (
    <RadixDialog.Root open={open} onOpenChange={onOpenChange}>
      {trigger && <RadixDialog.Trigger asChild>{trigger}</RadixDialog.Trigger>}
      <RadixDialog.Portal>
        <DialogPanel>
          <RadixDialog.Content className="dialog" aria-describedby={undefined}>
            <div className="mb-3 flex items-start justify-between gap-4">
              <RadixDialog.Title className="text-lg font-semibold">{title}</RadixDialog.Title>
              <RadixDialog.Close aria-label="Close" className="rounded-md p-1.5 text-muted hover:bg-sunken">
                <X aria-hidden className="size-5" />
              </RadixDialog.Close>
            </div>
            {children}
          </RadixDialog.Content>
        </DialogPanel>
      </RadixDialog.Portal>
    </RadixDialog.Root>
  )
}
