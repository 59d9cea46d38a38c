import { useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { ConsentLine } from '../../ui/consent-line.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Field } from '../../ui/field.tsx'
import { localTimeOf, momentOf, zoneWords } from '../../ui/local-time.ts'

interface ScheduleDialogProps {
  publishAt: string | null
  hasBrandedContent: boolean
  onSchedule: (publishAt: string) => void
}

export function ScheduleDialog({ publishAt, hasBrandedContent, onSchedule }: ScheduleDialogProps) {
  const [isOpen, setIsOpen] = useState(false)
  const [localTime, setLocalTime] = useState(() => localTimeOf(publishAt === null ? new Date() : new Date(publishAt)))
  const now = new Date()
  const moment = momentOf(localTime)
  const problem = moment !== null && moment > now ? null : 'Choose a time in the future.'

  const handleSchedule = () => {
    if (moment === null) return
    onSchedule(moment.toISOString())
    setIsOpen(false)
  }

  return (
    <Dialog
      title={publishAt === null ? 'Schedule this post' : 'Schedule it for another time'}
      open={isOpen}
      onOpenChange={setIsOpen}
      trigger={<Button>{publishAt === null ? 'Schedule' : 'Change time'}</Button>}
    >
      <div className="grid gap-4">
        <Field label="Publish at" error={problem} hint={`Your time: ${zoneWords(moment ?? now)}`}>
          {(control) => (
            <input
              {...control}
              type="datetime-local"
              value={localTime}
              min={localTimeOf(now)}
              className="input"
              onChange={(event) => setLocalTime(event.currentTarget.value)}
            />
          )}
        </Field>
        <div className="text-muted">
          <ConsentLine hasBrandedContent={hasBrandedContent} />
        </div>
        <div className="flex justify-end gap-2">
          <Button onClick={() => setIsOpen(false)}>Not yet</Button>
          <Button variant="primary" blockedBecause={problem} onClick={handleSchedule}>
            Schedule
          </Button>
        </div>
      </div>
    </Dialog>
  )
}
