import {
  type InitAnswer,
  initInboxVideo,
  initPhoto,
  initVideo,
  type PhotoPostInfo,
  type VideoPostInfo,
  type VideoSource,
} from './init-post.ts'
import { authorizeUrl, exchangeCode, refreshToken, revokeToken, type TokenGrant } from './oauth.ts'
import { cancelPublish, type PublishStatus, publishStatus } from './publish-status.ts'
import { type Clock, createTransport, type TikTokOptions, type Transport } from './transport.ts'
import { uploadChunk } from './upload.ts'
import { type CreatorInfo, creatorInfo, type UserInfo, userInfo } from './users.ts'
import { listVideos, queryVideos, type Video } from './videos.ts'

export type {
  Clock,
  CreatorInfo,
  InitAnswer,
  PhotoPostInfo,
  PublishStatus,
  TikTokOptions,
  TokenGrant,
  UserInfo,
  Video,
  VideoPostInfo,
  VideoSource,
}

/** A client of TikTok's API. */
export type TikTok = ReturnType<typeof createTikTok>

/**
 * A client of TikTok's API for one app: one method per endpoint, each described at its function. Reads are tried again by
 * themselves, everything else is sent exactly once. Every method throws a TikTokError when TikTok does not do as asked.
 * To be closed by `close()` or `await using`, which ends calls that are still under way as `aborted`.
 * Pages: login-kit-web, content-posting-api-get-started.
 */
export function createTikTok(options: TikTokOptions) {
  const transport = createTransport(options)
  const bind =
    <Request, Reply>(call: (transport: Transport, request: Request) => Reply) =>
    (request: Request): Reply =>
      call(transport, request)
  return {
    authorizeUrl: bind(authorizeUrl),
    exchangeCode: bind(exchangeCode),
    refreshToken: bind(refreshToken),
    revokeToken: bind(revokeToken),
    userInfo: bind(userInfo),
    creatorInfo: bind(creatorInfo),
    initVideo: bind(initVideo),
    initInboxVideo: bind(initInboxVideo),
    initPhoto: bind(initPhoto),
    uploadChunk: bind(uploadChunk),
    publishStatus: bind(publishStatus),
    cancelPublish: bind(cancelPublish),
    listVideos: bind(listVideos),
    queryVideos: bind(queryVideos),
    close: transport.close,
    [Symbol.asyncDispose]: transport.close,
  }
}
