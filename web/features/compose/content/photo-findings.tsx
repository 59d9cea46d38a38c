import { CircleCheck, WandSparkles } from 'lucide-react'
import type { FieldErrors } from '../../../field-errors.ts'
import { Button } from '../../../ui/button.tsx'
import { Objections } from '../objections.tsx'
import type { ContentWork } from './content-work.ts'
import { PhotoFinding } from './photo-finding.tsx'
import { isFixable, type Piece } from './piece.ts'

interface PhotoFindingsProps {
  photos: readonly Piece[]
  errors: FieldErrors
  work: ContentWork
}

/** What has to be looked at, photo by photo. */
export function PhotoFindings({ photos, errors, work }: PhotoFindingsProps) {
  const noted = photos.map((photo, index) => ({ photo, index })).filter((each) => isNoteworthy(each, errors))
  const fixable = photos.filter(isFixable)
  const underway = photos.filter(({ step }) => step === 'waiting' || step === 'uploading').length

  return (
    <div className="grid gap-3">
      {underway > 0 && (
        <p role="status" className="text-[0.93rem] text-muted tabular-nums">
          {photos.length - underway} of {photos.length} uploaded
        </p>
      )}
      {underway === 0 && noted.length === 0 && (
        <p className="flex items-center gap-2 text-[0.93rem] text-good">
          <CircleCheck aria-hidden className="size-4" />
          Ready for TikTok: format and size are fine.
        </p>
      )}
      {fixable.length > 1 && (
        <Button size="small" className="justify-self-start" onClick={() => work.fix(fixable)}>
          <WandSparkles aria-hidden className="size-4" />
          Fix all {fixable.length}
        </Button>
      )}
      {noted.length > 0 && (
        <ul aria-label="What was found" className="grid gap-2">
          {noted.map(({ photo, index }) => (
            <PhotoFinding
              key={photo.key}
              photo={photo}
              place={index + 1}
              work={work}
              objections={<Objections errors={errors} paths={[`mediaIds.${index}`]} />}
            />
          ))}
        </ul>
      )}
    </div>
  )
}

function isNoteworthy({ photo, index }: { photo: Piece; index: number }, errors: FieldErrors): boolean {
  if (errors[`mediaIds.${index}`] || photo.step === 'failed' || photo.step === 'fixing') return true
  if (photo.step !== 'ready') return false
  return photo.failure !== null || photo.media.checks.some(({ level }) => level !== 'ok')
}
