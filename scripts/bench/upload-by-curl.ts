import { authorizeByScript } from '#simulator/authorize-by-script.ts'
import type { ChunkPlan } from '#tiktok/chunk-plan.ts'
import { createCodeVerifier, hexCodeChallenge } from '#tiktok/pkce.ts'
import type { ChunkFile } from './chunk-files.ts'
import { curl } from './curl.ts'
import type { Growth, Product } from './product.ts'

type Order = { username: string; chunks: ChunkFile[]; plan: ChunkPlan }

/**
 * The same upload by one `curl -T` for all chunks over one connection: as little work as an upload can be. Its time is
 * that of the process, from its start to its end.
 */
export async function uploadByCurl(product: Product, order: Order): Promise<{ durationMs: number; growth: Growth }> {
  const { uploadUrl, publishId } = await initPost(product, order)
  const config = order.chunks.map((chunk) => putChunk(chunk, { uploadUrl, plan: order.plan })).join('next\n')
  const { durationMs, growth } = await product.watched(() => curl(config))
  await product.mustBeOneCleanUpload(publishId, order.plan)
  return { durationMs, growth }
}

async function initPost({ tiktok, redirectUri }: Product, { username, plan }: Order) {
  const codeVerifier = createCodeVerifier()
  const consentUrl = tiktok.authorizeUrl({
    scopes: ['user.info.basic', 'video.publish'],
    redirectUri,
    state: 'bench',
    codeChallenge: hexCodeChallenge(codeVerifier),
  })
  const callback = new URL(await authorizeByScript(consentUrl, { username }))
  const code = callback.searchParams.get('code') ?? ''
  const { accessToken } = await tiktok.exchangeCode({ code, redirectUri, codeVerifier })
  const { uploadUrl, publishId } = await tiktok.initVideo({
    accessToken,
    source: { kind: 'file', ...plan },
    postInfo: {
      privacyLevel: 'PUBLIC_TO_EVERYONE',
      disableComment: true,
      disableDuet: true,
      disableStitch: true,
      brandContent: false,
      brandOrganic: false,
      aiGenerated: false,
    },
  })
  if (!uploadUrl) throw new Error('The init came back without an upload URL.')
  return { uploadUrl, publishId }
}

/** The headers that Clipdeck sends and no others; curl makes the Content-Length of the file's size. */
function putChunk(
  { path, firstByte, lastByte }: ChunkFile,
  { uploadUrl, plan }: { uploadUrl: string; plan: ChunkPlan },
): string {
  const { origin, pathname, search } = new URL(uploadUrl)
  // Behind a path that ends in a slash curl would write the file's name, were the target not given apart.
  return `url = "${origin}"
request-target = "${pathname}${search}"
upload-file = "${path}"
header = "Content-Type: video/mp4"
header = "Content-Range: bytes ${firstByte}-${lastByte}/${plan.sizeBytes}"
header = "Expect:"
fail
silent
show-error
output = "/dev/null"
`
}
