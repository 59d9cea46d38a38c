import type { Task } from './entities.ts'
import type { World } from './world.ts'

const FILE_PREFIXES = { direct: 'v_pub_file~v2-1.', draft: 'v_inbox_file~v2.' }
const PULL_PREFIXES = { direct: 'v_pub_url~v2.', draft: 'v_inbox_url~v2.' }
const PHOTO_PREFIXES = { direct: 'p_pub_url~v2.', draft: 'p_inbox_url~v2.' }

/** The shapes of publish_id that TikTok's pages show. */
export function publishIdPrefix({ kind, mode, source }: Pick<Task, 'kind' | 'mode' | 'source'>): string {
  if (kind === 'photo') return PHOTO_PREFIXES[mode]
  return (source === 'file' ? FILE_PREFIXES : PULL_PREFIXES)[mode]
}

/** The digits of a publish_id are also the upload_id, so an upload finds its task at once. */
export function uploadUrlOf(origin: string, task: Task): string {
  const digits = task.publishId.slice(publishIdPrefix(task).length)
  return `${origin}/upload/video/?upload_id=${digits}&upload_token=${task.upload?.uploadToken ?? ''}`
}

export function taskOfUpload({ state }: World, uploadId: string | null): Task | undefined {
  return state.tasks.get(`${FILE_PREFIXES.direct}${uploadId}`) ?? state.tasks.get(`${FILE_PREFIXES.draft}${uploadId}`)
}
