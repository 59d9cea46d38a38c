import { expect, test } from 'vitest'
import { postUrl } from './post-url.ts'

test('a post has its page under the @handle, by type', () => {
  const post = { webUrl: 'https://www.tiktok.com/', username: 'acme.shop', postId: '7602997517160123666' }
  expect(postUrl({ ...post, type: 'video' })).toBe('https://www.tiktok.com/@acme.shop/video/7602997517160123666')
  expect(postUrl({ ...post, username: '@acme.shop', type: 'photo' })).toBe(
    'https://www.tiktok.com/@acme.shop/photo/7602997517160123666',
  )
})
