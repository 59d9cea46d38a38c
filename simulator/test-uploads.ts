import { z } from 'zod'
import type { TestClient } from './test-client.ts'
import type { JsonReply } from './test-requests.ts'

type FileInit = { videoSize: number; chunkSize?: number; chunkCount?: number; postInfo?: Record<string, unknown> }

export function initFile(client: TestClient, accessToken: string, init: FileInit) {
  const { videoSize, chunkSize = videoSize, chunkCount = 1, postInfo } = init
  return client.api(accessToken, '/v2/post/publish/video/init/', {
    post_info: { privacy_level: 'PUBLIC_TO_EVERYONE', title: 'New drop #acme', ...postInfo },
    source_info: { source: 'FILE_UPLOAD', video_size: videoSize, chunk_size: chunkSize, total_chunk_count: chunkCount },
  })
}

const InitReply = z.object({ data: z.object({ publish_id: z.string(), upload_url: z.string().default('') }) })

/** What an init that went well has given. */
export function readInit(reply: JsonReply): { publishId: string; uploadUrl: string } {
  const { data } = InitReply.parse(reply.body)
  return { publishId: data.publish_id, uploadUrl: data.upload_url }
}

export function fetchStatus(client: TestClient, accessToken: string, publishId: string) {
  return client.api(accessToken, '/v2/post/publish/status/fetch/', { publish_id: publishId })
}

type Chunk = { firstByte?: number; totalBytes?: number; headers?: Record<string, string> }

export function putChunk(client: TestClient, uploadUrl: string, bytes: Buffer, chunk: Chunk = {}) {
  const { firstByte = 0, totalBytes = bytes.length, headers } = chunk
  return client.send(uploadUrl, {
    method: 'PUT',
    headers: {
      'content-type': 'video/mp4',
      'content-range': `bytes ${firstByte}-${firstByte + bytes.length - 1}/${totalBytes}`,
      ...headers,
    },
    body: new Uint8Array(bytes),
  })
}
