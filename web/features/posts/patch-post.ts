import type { WorkspaceEvent } from '#shared/api/events.ts'
import type { Post } from '#shared/api/posts.ts'
import { postStatus } from '#shared/post-status.ts'

export type PublicationChange = Extract<WorkspaceEvent, { type: 'publication' }>

/** The post after a change of one of its publications; the same post when it is not concerned. */
export function patchPost(post: Post, change: PublicationChange): Post {
  if (post.id !== change.postId) return post
  const { status, sentBytes, totalBytes } = change
  const publications = post.publications.map((publication) =>
    publication.id === change.publicationId
      ? { ...publication, status, progress: { sentBytes, totalBytes } }
      : publication,
  )
  return { ...post, publications, status: postStatus(publications.map((publication) => publication.status)) }
}
