import { expect, test } from 'vitest'
import { patchPost } from './patch-post.ts'
import { POST_ID, post, publication } from './post-fixtures.ts'

const first = '0f3c7f5e-0a55-4a0c-8c39-6c3f1a2b3c11'
const second = '0f3c7f5e-0a55-4a0c-8c39-6c3f1a2b3c12'
const change = {
  type: 'publication',
  postId: POST_ID,
  publicationId: first,
  status: 'publishing',
  sentBytes: 5,
  totalBytes: 10,
} as const

test('a change moves its publication, and the post with it', () => {
  const patched = patchPost(post([publication(first), publication(second)]), change)
  expect(patched.status).toBe('publishing')
  expect(patched.publications[0]).toMatchObject({ status: 'publishing', progress: { sentBytes: 5, totalBytes: 10 } })
  expect(patched.publications[1]?.status).toBe('scheduled')
})

test('another post is left as it is', () => {
  const other = { ...post([]), id: second }
  expect(patchPost(other, change)).toBe(other)
})
