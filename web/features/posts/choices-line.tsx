import type { PostType, Publication } from '#shared/api/posts.ts'
import { privacyWords } from '../../privacy-words.ts'

interface ChoicesLineProps {
  publication: Publication
  type: PostType
}

/** What was chosen for an account, in a line. */
export function ChoicesLine({ publication, type }: ChoicesLineProps) {
  if (publication.mode === 'draft')
    return <p className="mr-auto text-[0.87rem] text-muted">Sent as a draft to the inbox</p>
  const choices = [
    publication.privacyLevel && privacyWords(publication.privacyLevel),
    publication.allowComment ? 'comments' : 'no comments',
    ...(type === 'photo' ? photoChoices(publication) : videoChoices(publication)),
    publication.brandContent ? 'paid partnership' : publication.brandOrganic && 'promotional content',
    publication.aiGenerated && 'AI-generated',
  ]
  return <p className="mr-auto text-[0.87rem] text-muted">{choices.filter(Boolean).join(' · ')}</p>
}

function videoChoices({ allowDuet, allowStitch }: Publication) {
  return [allowDuet ? 'duets' : 'no duets', allowStitch ? 'stitches' : 'no stitches']
}

function photoChoices({ autoAddMusic }: Publication) {
  return [autoAddMusic && 'music added by TikTok']
}
