import {
  Ban,
  CircleAlert,
  CircleCheck,
  CircleDashed,
  CircleQuestionMark,
  Clock,
  Hand,
  Inbox,
  LoaderCircle,
  type LucideIcon,
} from 'lucide-react'
import type { PostStatus } from '#shared/post-status.ts'
import type { PublicationStatus } from '#shared/publication-status.ts'
import type { Tone } from '../../ui/tone.ts'

export interface StatusWords {
  label: string
  tone: Tone
  icon: LucideIcon
  isMoving?: boolean
}

export const publicationStatusWords: Record<PublicationStatus, StatusWords> = {
  draft: { label: 'Not scheduled', tone: 'neutral', icon: CircleDashed },
  scheduled: { label: 'Scheduled', tone: 'info', icon: Clock },
  publishing: { label: 'Sending to TikTok', tone: 'info', icon: LoaderCircle, isMoving: true },
  processing: { label: 'TikTok is processing it', tone: 'info', icon: LoaderCircle, isMoving: true },
  published: { label: 'Published', tone: 'good', icon: CircleCheck },
  inbox: { label: 'In the creator’s inbox', tone: 'good', icon: Inbox },
  held: { label: 'Waits for you', tone: 'warn', icon: Hand },
  unconfirmed: { label: 'Unconfirmed', tone: 'warn', icon: CircleQuestionMark },
  failed: { label: 'Failed', tone: 'bad', icon: CircleAlert },
  cancelled: { label: 'Cancelled', tone: 'neutral', icon: Ban },
}

export const postStatusWords: Record<PostStatus, StatusWords> = {
  draft: { label: 'Draft', tone: 'neutral', icon: CircleDashed },
  scheduled: { label: 'Scheduled', tone: 'info', icon: Clock },
  publishing: { label: 'Publishing', tone: 'info', icon: LoaderCircle, isMoving: true },
  published: { label: 'Published', tone: 'good', icon: CircleCheck },
  partial: { label: 'Partly published', tone: 'warn', icon: CircleAlert },
  failed: { label: 'Failed', tone: 'bad', icon: CircleAlert },
  cancelled: { label: 'Cancelled', tone: 'neutral', icon: Ban },
  attention: { label: 'Needs attention', tone: 'warn', icon: Hand },
}
