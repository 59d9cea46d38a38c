import { expect, test } from 'vitest'
import type { Publication } from '#shared/api/posts.ts'
import { type Asked, judgeSoak } from './verdict.ts'

const publication: Publication = {
  id: '11111111-1111-4111-8111-111111111111',
  postId: '22222222-2222-4222-8222-222222222222',
  accountId: '33333333-3333-4333-8333-333333333333',
  account: { displayName: 'One', username: 'soak.0001', avatarUrl: null },
  mode: 'direct',
  status: 'published',
  privacyLevel: 'PUBLIC_TO_EVERYONE',
  allowComment: false,
  allowDuet: false,
  allowStitch: false,
  brandOrganic: false,
  brandContent: false,
  aiGenerated: false,
  autoAddMusic: false,
  caption: null,
  title: null,
  description: null,
  publishAt: null,
  nextStepAt: null,
  source: 'file',
  publishId: 'v_pub_file~1',
  postIds: ['7'],
  url: null,
  progress: { sentBytes: 1, totalBytes: 1 },
  attempts: 1,
  failure: null,
  startedAt: null,
  finishedAt: null,
}
const asked: Asked = {
  index: 0,
  username: 'soak.0001',
  caption: 'soak 7 #0',
  mode: 'direct',
  privacyLevel: 'PUBLIC_TO_EVERYONE',
  sha256: 'aa',
  publication,
}
const post = {
  postId: '7',
  publishId: 'v_pub_file~1',
  username: 'soak.0001',
  kind: 'video' as const,
  mode: 'direct' as const,
  files: [],
  sha256: 'aa',
  caption: 'soak 7 #0',
  description: '',
  privacyLevel: 'PUBLIC_TO_EVERYONE',
}
const words = (evidence: { asked?: Asked; posts?: (typeof post)[]; uploads?: { phase: string }[] }) =>
  judgeSoak({
    asked: [evidence.asked ?? asked],
    state: {
      posts: evidence.posts ?? [post],
      uploads: (evidence.uploads ?? []).map((each) => ({ publishId: 'p', username: 'u', mode: 'direct', ...each })),
    },
  }).map(({ what }) => what)

test('one right post and a publication that says so are no trouble', () => {
  expect(words({ uploads: [{ phase: 'complete' }, { phase: 'receiving' }, { phase: 'failed' }] })).toEqual([])
})

test('a second post with the same bytes is twice, none is lost', () => {
  expect(words({ posts: [post, { ...post, postId: '8', publishId: 'v_pub_file~2' }] })).toEqual([
    '#0: TWICE: TikTok has 2 posts with its bytes',
  ])
  expect(words({ posts: [] })).toEqual(['#0: LOST: TikTok has no post with its bytes'])
})

test('the wrong account, caption, privacy or mode is found', () => {
  expect(words({ posts: [{ ...post, username: 'soak.0002' }] })).toHaveLength(1)
  expect(words({ posts: [{ ...post, caption: 'soak 7 #1' }] })).toHaveLength(1)
  expect(words({ posts: [{ ...post, privacyLevel: 'SELF_ONLY' }] })).toHaveLength(1)
  expect(words({ asked: { ...asked, mode: 'draft' } })).toHaveLength(1)
})

test('a publication that does not tell the truth is found, though the post is right', () => {
  const saying = (change: Partial<Publication>) =>
    words({ asked: { ...asked, publication: { ...publication, ...change } } })
  expect(saying({ status: 'unconfirmed' })).toEqual(['#0: Clipdeck says unconfirmed'])
  expect(saying({ status: 'failed', failure: { code: 'own_error', detail: '', remedy: '' } })).toEqual([
    '#0: Clipdeck says failed (own_error)',
  ])
  expect(saying({ publishId: 'v_pub_file~9' })).toHaveLength(1)
  expect(saying({ postIds: ['7', '8'] })).toHaveLength(1)
  expect(words({ asked: { ...asked, publication: null } })).toEqual(['#0: Clipdeck does not know it'])
})

test('bytes that nobody asked for, and what TikTok has not finished, are found', () => {
  expect(words({ posts: [post, { ...post, sha256: 'bb' }] })).toHaveLength(1)
  expect(words({ uploads: [{ phase: 'processing' }] })).toHaveLength(1)
})
