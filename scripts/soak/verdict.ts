import type { Publication } from '#shared/api/posts.ts'
import type { SimulatorState } from '../../test/simulator-control.ts'

/** What was asked for, and what our API said of it at the end; null when it cannot be found. */
export type Asked = {
  index: number
  username: string
  caption: string
  mode: 'direct' | 'draft'
  privacyLevel: string
  sha256: string
  publication: Publication | null
}
type Evidence = { asked: Asked[]; state: Pick<SimulatorState, 'posts' | 'uploads'> }
/** `publicationId` is null for what belongs to none. */
export type Trouble = { publicationId: string | null; what: string }

/** Compares what TikTok has with what was asked for and with what we say. No trouble: each exactly once, and no lie. */
export function judgeSoak({ asked, state }: Evidence): Trouble[] {
  const bySha256 = Map.groupBy(state.posts, ({ sha256 }) => sha256)
  const wanted = new Set(asked.map(({ sha256 }) => sha256))
  const strangers = state.posts
    .filter(({ sha256 }) => !wanted.has(sha256))
    .map(({ postId, username }) => trouble(null, `post ${postId} of ${username} has bytes that nobody asked for`))
  const endless = state.uploads
    .filter(({ phase }) => phase === 'processing' || phase === 'inbox')
    .map(({ publishId, phase, username }) => trouble(null, `${publishId} of ${username} is still in ${phase}`))
  return [...asked.flatMap((each) => judgeOne(each, bySha256.get(each.sha256) ?? [])), ...strangers, ...endless]
}

function judgeOne(asked: Asked, posts: SimulatorState['posts']): Trouble[] {
  const { publication, index } = asked
  const id = publication?.id ?? null
  const found: string[] = []
  if (!publication) found.push('Clipdeck does not know it')
  else found.push(...judgeWords(asked, publication, posts))
  if (posts.length === 0) found.push('LOST: TikTok has no post with its bytes')
  if (posts.length > 1) found.push(`TWICE: TikTok has ${posts.length} posts with its bytes`)
  for (const post of posts) {
    if (post.username !== asked.username) found.push(`posted on ${post.username} instead of ${asked.username}`)
    if (post.mode !== asked.mode) found.push(`posted as ${post.mode} instead of ${asked.mode}`)
    if (asked.mode === 'direct' && post.caption !== asked.caption) found.push(`has the caption "${post.caption}"`)
    if (asked.mode === 'direct' && post.privacyLevel !== asked.privacyLevel)
      found.push(`posted with the privacy ${post.privacyLevel} instead of ${asked.privacyLevel}`)
  }
  return found.map((what) => trouble(id, `#${index}: ${what}`))
}

/** Does our API tell the truth about it? */
function judgeWords({ mode, privacyLevel }: Asked, publication: Publication, posts: SimulatorState['posts']): string[] {
  const found: string[] = []
  const { status, publishId, postIds, failure } = publication
  if (status !== 'published') found.push(`Clipdeck says ${status}${failure ? ` (${failure.code})` : ''}`)
  const [post] = posts
  if (!post) return found
  if (publishId !== post.publishId) found.push(`Clipdeck says ${publishId}, TikTok ${post.publishId}`)
  const isShown = mode === 'direct' && privacyLevel === 'PUBLIC_TO_EVERYONE'
  if (isShown && postIds.join() !== post.postId)
    found.push(`Clipdeck has the post id "${postIds.join()}", TikTok ${post.postId}`)
  return found
}

function trouble(publicationId: string | null, what: string): Trouble {
  return { publicationId, what }
}
