import type { PostType } from '#shared/api/posts.ts'

interface DraftExplanationProps {
  nickname: string
  type: PostType
}

const steps: Record<PostType, string> = {
  video: 'writes the caption, chooses who can see the video, and posts it.',
  photo: 'finds the photos with their title and description, adds music, chooses who can see them, and posts them.',
}

/** What becomes of a post that is sent to the inbox. */
export function DraftExplanation({ nickname, type }: DraftExplanationProps) {
  return (
    <p className="text-muted">
      TikTok sends {nickname} a message in the app’s inbox. The creator opens it there, {steps[type]} Until then it
      stays a draft. TikTok keeps at most five waiting drafts a day.
    </p>
  )
}
