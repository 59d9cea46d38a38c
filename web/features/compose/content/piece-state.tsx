import { formatDuration, formatSize } from '../../../ui/format-amount.ts'
import { MediaChecks } from '../../../ui/media-checks.tsx'
import { MediaFacts } from '../../../ui/media-facts.tsx'
import { ProblemNotice } from '../../../ui/problem-notice.tsx'
import { ProgressBar } from '../../../ui/progress-bar.tsx'
import type { ContentWork } from './content-work.ts'
import { FixOffer, FixProgress } from './fix-offer.tsx'
import type { Piece } from './piece.ts'

interface PieceStateProps {
  piece: Piece
  work: ContentWork
}

/** How far a file is on its way to the library, then what was found in it. */
export function PieceState({ piece, work }: PieceStateProps) {
  switch (piece.step) {
    case 'waiting':
      return <p className="text-[0.93rem] text-muted">Waits for its turn to be uploaded.</p>
    case 'uploading':
      return <Uploading piece={piece} />
    case 'failed':
      return <ProblemNotice {...piece.failure} onRetry={() => work.retry(piece)} />
    case 'fixing':
      return <FixProgress name={piece.fileName} progress={piece.progress} onCancel={() => work.cancelFix(piece.key)} />
    case 'ready':
      return (
        <>
          {piece.media.madeFrom?.kind === 'fix' && <p className="text-[0.93rem]">This is the fixed copy.</p>}
          <MediaFacts media={piece.media} />
          <MediaChecks checks={piece.media.checks} />
          {piece.failure && <ProblemNotice {...piece.failure} />}
          <FixOffer checks={piece.media.checks} onFix={() => work.fix([piece])} />
        </>
      )
  }
}

function Uploading({ piece }: { piece: Extract<Piece, { step: 'uploading' }> }) {
  const { sentBytes, sizeBytes, durationMs } = piece
  return (
    <>
      <ProgressBar label="Upload to Clipdeck" value={sentBytes} max={sizeBytes} />
      <p role="status" className="text-[0.93rem] text-muted tabular-nums">
        {sentBytes >= sizeBytes
          ? 'Checking what is inside…'
          : `Uploading: ${formatSize(sentBytes)} of ${formatSize(sizeBytes)}`}
        {durationMs !== null && ` · ${formatDuration(durationMs)}`}
      </p>
    </>
  )
}
