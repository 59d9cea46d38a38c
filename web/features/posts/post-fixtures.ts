import type { Post, Publication } from '#shared/api/posts.ts'

export const POST_ID = '0f3c7f5e-0a55-4a0c-8c39-6c3f1a2b3c01'

export function publication(id: string, choices: Partial<Publication> = {}): Publication {
  return {
    id,
    postId: POST_ID,
    accountId: '0f3c7f5e-0a55-4a0c-8c39-6c3f1a2b3caa',
    account: { displayName: 'Acme', username: 'acme', avatarUrl: null },
    mode: 'direct',
    status: 'scheduled',
    privacyLevel: 'SELF_ONLY',
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
    publishId: null,
    source: null,
    postIds: [],
    url: null,
    progress: { sentBytes: 0, totalBytes: 0 },
    attempts: 0,
    failure: null,
    startedAt: null,
    finishedAt: null,
    ...choices,
  }
}

export function post(publications: Publication[]): Post {
  return {
    id: POST_ID,
    type: 'video',
    status: 'scheduled',
    mediaIds: [],
    caption: 'New drop',
    title: null,
    description: null,
    coverTimestampMs: null,
    photoCoverIndex: null,
    publishAt: null,
    createdAt: '2026-11-20T12:00:00Z',
    updatedAt: '2026-11-20T12:00:00Z',
    publications,
  }
}
