import { fullAccountsOf } from '../../full-accounts.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { FullAccountList } from '../../ui/full-account-list.tsx'
import type { usePostStep } from './use-post-step.ts'

/** Opens when a step was refused because TikTok has no room then, and offers the first free time. */
export function NoRoomDialog({ step }: { step: ReturnType<typeof usePostStep> }) {
  const full = fullAccountsOf(step.error)
  const { variables } = step
  const handleMove = () => {
    if (variables?.kind === 'publish' || variables?.kind === 'schedule') step.mutate({ ...variables, onFull: 'next' })
  }
  return (
    <Dialog title="No room at TikTok then" open={full.length > 0} onOpenChange={(isOpen) => !isOpen && step.reset()}>
      <div className="text-[0.93rem] text-muted">
        <FullAccountList full={full} busy={step.isPending} onMove={handleMove} />
      </div>
    </Dialog>
  )
}
