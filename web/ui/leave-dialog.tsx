import { AlertDialog } from 'radix-ui'
import { Button } from './button.tsx'
import { DialogPanel } from './dialog-panel.tsx'

interface LeaveDialogProps {
  onLeave: () => void
  onStay: () => void
}

/** Asks before unsaved work is left. */
export function LeaveDialog({ onLeave, onStay }: LeaveDialogProps) {
  return (
    <AlertDialog.Root open onOpenChange={(open) => !open && onStay()}>
      <AlertDialog.Portal>
        <DialogPanel>
          <AlertDialog.Content className="dialog">
            <AlertDialog.Title className="text-lg font-semibold">Leave this post?</AlertDialog.Title>
            <AlertDialog.Description className="mt-1.5 text-muted">
              What you wrote and chose is lost. What is uploaded already stays in the library.
            </AlertDialog.Description>
            <div className="mt-5 flex flex-wrap justify-end gap-2">
              <Button onClick={onStay}>Stay</Button>
              <Button variant="danger" onClick={onLeave}>
                Leave
              </Button>
            </div>
          </AlertDialog.Content>
        </DialogPanel>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  )
}
