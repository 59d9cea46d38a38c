import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { publicUrl } from '#server/media/public-url.ts'
import { schedulePost } from '#server/posts/schedule-post.ts'
import { Secret } from '#server/vault/secret.ts'
import type { Media } from '#shared/api/media.ts'
import { AppInfo } from '#shared/api/session.ts'
import { PHOTO_MAX_COUNT, PHOTO_MAX_SIZE_BYTES, PHOTO_SIDES_PX } from '#shared/limits.ts'
import { CORNERS, cornersOf, IMAGE_NAMES, makeNamedImage, turnedJpeg } from '../fixtures/images.ts'
import { makeSound } from '../fixtures/make-sound.ts'
import { type MediaHost, startMediaHost } from '../media-host.ts'
import { directTarget } from '../person.ts'
import { publishNow } from '../run-step.ts'
import { type Actor, type Stage, startStage } from '../stage.ts'

const HOUR_MS = 60 * 60 * 1000
const DAY_MS = 24 * HOUR_MS
/** Nobody finds it in a list. */
const HIDDEN = { privacyLevel: 'SELF_ONLY' }

let folder: string
let host: MediaHost
let stage: Stage
let mara: Actor
let carousel: Media[]

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'clipdeck-carousel-'))
  host = await startMediaHost()
  stage = await startStage({
    env: { MEDIA_PUBLIC_URL: host.url, TIKTOK_DAILY_POSTS: '1000', TIKTOK_SITE_VERIFICATION: 'AbC123,dEf456' },
    limits: { directPostsPerDay: 1000, pendingDrafts: 1000 },
  })
  host.passTo(stage.url)
  stage.simulator.changeApp({ verifiedUrls: [`${host.url}/`] })
  mara = await stage.actor('mara.bakes')
  carousel = await uploadAll(await makeImages())
})
afterAll(async () => {
  await stage[Symbol.asyncDispose]()
  await host[Symbol.asyncDispose]()
  await rm(folder, { recursive: true })
})
afterEach(() => {
  host.misbehave(null)
  stage.simulator.faults.clear()
  stage.simulator.changeApp({ verifiedUrls: [`${host.url}/`] })
  stage.clock.advance(DAY_MS)
})

/** Every kind of image there is, and as many more, held every way, as a carousel takes. */
async function makeImages(): Promise<string[]> {
  const named = await Promise.all(IMAGE_NAMES.map((name) => makeNamedImage(join(folder, name))))
  const others = Array.from({ length: PHOTO_MAX_COUNT - named.length }, async (_, index) => {
    const path = join(folder, `camera-${index}.jpg`)
    const turned = sharp(await turnedJpeg(2 + (index % 7))).keepMetadata()
    await turned.jpeg({ quality: 90 - index }).toFile(path)
    return path
  })
  return [...named, ...(await Promise.all(others))]
}

async function uploadAll(paths: readonly string[]): Promise<Media[]> {
  const uploads: Media[] = []
  const waiting = paths.entries()
  const take = async () => {
    for (const [index, path] of waiting) uploads[index] = await stage.ada.upload(path)
  }
  await Promise.all([take(), take(), take()])
  return uploads
}

type Choices = Record<string, unknown>

function photoPost(images: readonly Pick<Media, 'id'>[], choices: Choices = HIDDEN, more: Choices = {}) {
  return {
    type: 'photo',
    mediaIds: images.map(({ id }) => id),
    publishAt: 'now',
    consent: { musicUsage: true },
    targets: [directTarget(mara.account, choices)],
    ...more,
  }
}

const compose = async (...how: Parameters<typeof photoPost>) => (await stage.ada.createPost(photoPost(...how))).id
const pair = () => carousel.slice(0, 2)
const inits = () => mara.calls('photo_init').length
const act = (id: string, what: string) => stage.ada.send('POST', `/api/v1/publications/${id}/${what}`)

function lastTask() {
  const [task] = stage.simulator.state.tasks.values().slice(-1)
  if (!task) throw new Error('TikTok has got nothing.')
  return task
}

test('35 mixed images are published: each fetched once by a URL of its own, upright, in sRGB, without metadata', async () => {
  const fetched = host.paths('GET').length
  expect(carousel).toHaveLength(PHOTO_MAX_COUNT)
  const texts = { title: 'Lookbook', description: 'Autumn #style', photoCoverIndex: 34 }
  const id = await compose(carousel, { allowComment: true, autoAddMusic: true, aiGenerated: true }, texts)
  const published = await mara.until(id, 'published')
  const totalBytes = carousel.reduce((sum, { photo }) => sum + (photo?.sizeBytes ?? 0), 0)
  expect(published).toMatchObject({
    source: 'url',
    failure: null,
    progress: { sentBytes: totalBytes, totalBytes },
  })
  expect(await stage.ada.post(id)).toMatchObject({ ...texts, type: 'photo', caption: null })

  const task = lastTask()
  expect(task).toMatchObject({ kind: 'photo', mode: 'direct', title: texts.title, description: texts.description })
  expect(task.postInfo).toMatchObject({
    photo_cover_index: 34,
    privacy_level: 'PUBLIC_TO_EVERYONE',
    disable_comment: false,
    auto_add_music: true,
    is_aigc: true,
  })
  const paths = host.paths('GET').slice(fetched)
  expect(paths.toSorted()).toEqual(task.urls.map((url) => new URL(url).pathname).toSorted())
  expect(new Set(paths).size).toBe(PHOTO_MAX_COUNT)
  for (const path of paths) expect(path).toMatch(/^\/media\/public\/[\w.-]+\/image\.jpg$/)

  for (const [index, { fileName, photo }] of carousel.entries()) {
    const reply = await fetch(`${stage.simulator.url}/media/${encodeURIComponent(task.publishId)}/${index}`)
    const bytes = Buffer.from(await reply.arrayBuffer())
    const header = await sharp(bytes).metadata()
    expect({ fileName, ...header }).toMatchObject({ format: 'jpeg', space: 'srgb', channels: 3, depth: 'uchar' })
    const { exif, icc, xmp, iptc, orientation } = header
    expect({ fileName, exif, icc, xmp, iptc, orientation }).toEqual({ fileName })
    expect(bytes.includes('Camera')).toBe(false)
    expect(photo).toEqual({ sizeBytes: bytes.length, width: header.width, height: header.height })
    expect(bytes.length).toBeLessThanOrEqual(PHOTO_MAX_SIZE_BYTES)
    expect(Math.min(header.width, header.height)).toBeLessThanOrEqual(PHOTO_SIDES_PX.short)
    expect(Math.max(header.width, header.height)).toBeLessThanOrEqual(PHOTO_SIDES_PX.long)
    // Each quarter is rather red, green, blue and yellow: so it stands upright.
    if (!/grey/.test(fileName))
      expect({ fileName, shows: (await cornersOf(bytes)).map(hueOf) }).toEqual({ fileName, shows: HUES })
  }
  await stage.runUntil(async () => (await mara.publication(id)).url !== null)
  const { postIds, url } = await mara.publication(id)
  const place = `/@mara.bakes/photo/${postIds[0]}`
  expect(url).toBe(new URL(place, stage.ctx.config.tiktok.authorizeUrl).href)
  const page = await (await fetch(new URL(place, stage.simulator.url))).text()
  expect(page.match(/<figure>/g)).toHaveLength(PHOTO_MAX_COUNT)
  expect(page).toContain('35 of 35 · cover')
})

const HUES = CORNERS.map((colour) => hueOf([1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16))))

function hueOf([red = 0, green = 0, blue = 0]: number[]): string {
  if (blue > red && blue > green) return 'blue'
  if (red - green > 60) return 'red'
  return green - red > 40 ? 'green' : 'yellow'
}

test('a draft goes to the inbox with its texts', async () => {
  const id = await compose(pair(), { mode: 'draft', privacyLevel: undefined }, { title: 'To finish' })
  const draft = await mara.until(id, 'inbox')
  expect(draft).toMatchObject({ source: 'url', failure: null })
  expect(lastTask()).toMatchObject({ kind: 'photo', mode: 'draft', title: 'To finish', privacyLevel: null })
  expect((await mara.timeline(id)).map(({ kind }) => kind)).toEqual([
    'scheduled',
    'started',
    'init',
    'pulling',
    'inbox',
  ])
})

test('a title of its own wins for an account, and the first image is the cover unless told', async () => {
  const id = await compose(
    pair(),
    { ...HIDDEN, title: 'Only here', description: 'Only here, too' },
    { title: 'For all' },
  )
  await mara.until(id, 'published')
  expect(lastTask()).toMatchObject({ title: 'Only here', description: 'Only here, too' })
  expect(lastTask().postInfo).toMatchObject({ photo_cover_index: 0 })
})

describe('what does not fit is refused, and the field is named', () => {
  async function refusal(body: unknown, method = 'POST', path = '/api/v1/posts') {
    const { status, body: problem } = await stage.ada.send(method, path, body)
    return { status, problem: JSON.stringify(problem) }
  }

  test.each<[string, () => unknown]>([
    ['mediaIds', () => photoPost([])],
    ['mediaIds', () => photoPost([...carousel, ...pair()])],
    ['photoCoverIndex', () => photoPost(pair(), HIDDEN, { photoCoverIndex: 2 })],
    ['title', () => photoPost(pair(), HIDDEN, { title: 'x'.repeat(91) })],
    ['description', () => photoPost(pair(), HIDDEN, { description: 'x'.repeat(4001) })],
    ['caption', () => photoPost(pair(), HIDDEN, { caption: 'Not for photos' })],
    ['coverTimestampMs', () => photoPost(pair(), HIDDEN, { coverTimestampMs: 0 })],
    ['targets.0.allowDuet', () => photoPost(pair(), { ...HIDDEN, allowDuet: true })],
    ['targets.0.caption', () => photoPost(pair(), { ...HIDDEN, caption: 'Not for photos' })],
    [
      'title',
      async () => ({ ...photoPost([await stage.video()], HIDDEN, { title: 'Not for videos' }), type: 'video' }),
    ],
  ])('%s', async (path, body) => {
    const { status, problem } = await refusal(await body())
    expect(status).toBe(400)
    expect(problem).toContain(`"path":"${path}"`)
  })

  test('a cover that an edit leaves without its image', async () => {
    const id = await compose(carousel.slice(0, 5), HIDDEN, { photoCoverIndex: 4, publishAt: undefined })
    const edit = { mediaIds: pair().map((image) => image.id) }
    const { status, problem } = await refusal(edit, 'PATCH', `/api/v1/posts/${id}`)
    expect(status).toBe(400)
    expect(problem).toContain('There is no image 4 to be the cover: with 2 of them, it can be 0 to 1.')
    const both = await stage.ada.send('PATCH', `/api/v1/posts/${id}`, { ...edit, photoCoverIndex: 1 })
    expect(both).toMatchObject({ status: 200, body: { photoCoverIndex: 1 } })
    expect((await refusal({ caption: 'Not for photos' }, 'PATCH', `/api/v1/posts/${id}`)).status).toBe(400)
  })

  test('a video or a sound among the images', async () => {
    const path = join(folder, 'song.mp3')
    await makeSound({ path, format: 'mp3', codec: 'mp3', seconds: 1 })
    const sound = await stage.ada.upload(path)
    const { problem } = await refusal(photoPost([...pair(), sound, await stage.video()]))
    expect(problem).toContain('song.mp3 is a sound; a photo post takes images. A sound goes into a slideshow')
    expect(problem).toContain('"path":"mediaIds.3"')
  })
})

test('where TikTok cannot fetch, photos are refused with another way out, and may lie as a draft', async () => {
  const { canPost, problem } = AppInfo.parse((await stage.ada.send('GET', '/api/v1/app')).body).photos
  expect({ canPost, problem }).toEqual({ canPost: true, problem: null })
  const pullProblem = 'TikTok cannot fetch media from MEDIA_PUBLIC_URL.'
  const { config } = stage.ctx
  const ctx = { ...stage.ctx, config: { ...config, tiktok: { ...config.tiktok, pullProblem } } }
  const id = await compose(pair(), HIDDEN, { publishAt: undefined })
  const { workspaceId } = await stage.ctx.db
    .selectFrom('posts')
    .select('workspaceId')
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  const scheduled = schedulePost(ctx, { workspaceId, name: 'Ada' }, id, {
    publishAt: 'now',
    consent: { musicUsage: true },
  })
  await expect(scheduled).rejects.toMatchObject({
    code: 'conflict',
    message: `Photos cannot be posted here. ${pullProblem}`,
    remedy: expect.stringContaining('Make a slideshow'),
  })
})

describe('a signed URL of an image', () => {
  const read = async (path: string, headers: Record<string, string> = {}) =>
    fetch(new URL(`/media/public/${path}`, stage.url), { headers })
  const pathOf = (ctx: Pick<Stage['ctx'], 'clock' | 'config' | 'secrets'>, mediaId: string, name = 'image.jpg') =>
    publicUrl(ctx, { mediaId, name }).reveal().split('/public/')[1] ?? ''

  test('gives the JPEG, also in ranges, and to the workspace at another address', async () => {
    const [{ id, photo, sizeBytes } = { id: '', photo: null, sizeBytes: 0 }] = carousel
    const whole = await read(pathOf(stage.ctx, id))
    expect(Object.fromEntries(whole.headers)).toMatchObject({
      'content-type': 'image/jpeg',
      'content-length': String(photo?.sizeBytes),
      'cache-control': 'no-store, no-transform',
    })
    const part = await read(pathOf(stage.ctx, id), { range: 'bytes=0-2', 'if-range': whole.headers.get('etag') ?? '' })
    expect({ status: part.status, range: part.headers.get('content-range') }).toEqual({
      status: 206,
      range: `bytes 0-2/${photo?.sizeBytes}`,
    })
    const inside = await stage.ada.fetchBytes(`/api/v1/media/${id}/photo`)
    expect(inside.bytes.equals(Buffer.from(await whole.arrayBuffer()))).toBe(true)
    expect((await stage.ada.fetchBytes(`/api/v1/media/${id}/content`)).bytes).toHaveLength(sizeBytes)
  })

  test('that ended, was altered, is foreign or of another kind leads nowhere, as does all else there', async () => {
    const [one, other] = carousel.map(({ id }) => id)
    const video = await stage.video()
    const path = pathOf(stage.ctx, one ?? '')
    const [token = '', name = ''] = path.split('/')
    const [, endsAtS, signature] = token.split('.')
    const foreign = { ...stage.ctx, secrets: { ...stage.ctx.secrets, sessionSecret: new Secret('of another place') } }
    const { rows } = await stage.ctx.pool.query<{ key: string }>('select storage_key as key from media where id = $1', [
      one,
    ])
    const paths = [
      pathOf(foreign, one ?? ''),
      pathOf(stage.ctx, one ?? '', 'video.mp4'),
      pathOf(stage.ctx, video.id),
      `${token}/video.mp4`,
      `${token}/image.webp`,
      `${other}.${endsAtS}.${signature}/${name}`,
      `${video.id}.${endsAtS}.${signature}/${name}`,
      `${one}.${Number(endsAtS) + 1}.${signature}/${name}`,
      `${rows[0]?.key}.photo.jpg`,
      `${one}.photo.jpg`,
      `${token}/`,
      'tiktokOther.txt',
    ]
    for (const each of paths) expect({ each, status: (await read(each)).status }).toEqual({ each, status: 404 })
    expect((await read(path)).status).toBe(200)
    stage.clock.advance(3 * HOUR_MS)
    expect((await read(path)).status).toBe(404)
  })
})

test("TikTok's verification files stand at the root and beside the media, and no others do", async () => {
  for (const path of ['/tiktokAbC123.txt', '/media/public/tiktokdEf456.txt']) {
    const reply = await fetch(new URL(path, stage.url))
    const token = path.slice(-10, -4)
    expect({ status: reply.status, text: await reply.text() }).toEqual({
      status: 200,
      text: `tiktok-developers-site-verification=${token}`,
    })
    expect(reply.headers.get('content-type')).toContain('text/plain')
  }
  for (const path of ['/tiktokAbC12.txt', '/media/public/tiktokAbC1234.txt'])
    expect((await fetch(new URL(path, stage.url))).status).toBe(404)
  // Below it is a page, where the web app is built: one that says so.
  expect(await (await fetch(new URL('/tiktokAbC123.txt/x', stage.url))).text()).not.toContain('verification=')
})

test('an image that cannot be fetched from here stops it before the init, and is named', async () => {
  const before = inits()
  const third = carousel[2]
  host.misbehave(({ url = '' }, response) => (url.includes(`${third?.id}`) ? response.writeHead(502).end() : undefined))
  const id = await compose(carousel.slice(0, 9))
  const { id: publicationId } = await mara.publication(id)
  await publishNow(stage.ctx, publicationId)
  const waiting = await mara.publication(id)
  expect(waiting).toMatchObject({ status: 'scheduled', publishId: null, failure: { code: 'media_url_unreachable' } })
  expect(waiting.failure?.detail).toBe(
    `${third?.fileName} cannot be fetched from MEDIA_PUBLIC_URL (${host.url}): it answers HTTP 502.`,
  )
  expect(inits()).toBe(before)
  host.misbehave(null)
  await mara.until(id, 'published')
  expect(inits()).toBe(before + 1)
})

test.each([
  ['lost', 'after', 1],
  ['never there', 'before', 0],
] as const)(
  'an init whose answer is %s is unconfirmed, taken for no other in a list, and never sent again',
  async (_, cut, posts) => {
    const before = { inits: inits(), posts: mara.posts().length }
    stage.simulator.faults.add({ endpoint: 'photo_init', openId: mara.openId, times: 1, cut })
    const id = await compose(pair(), {}, { title: `The one whose answer got lost ${cut}` })
    const lost = await mara.until(id, 'unconfirmed')
    expect(lost).toMatchObject({
      publishId: null,
      failure: { code: 'init_unanswered', detail: 'TikTok did not answer when asked to fetch the photos.' },
    })
    expect((await act(lost.id, 'retry')).status).toBe(409)
    await stage.simulator.tick()
    for (const days of [1, 2, 3]) {
      stage.clock.advance(days * DAY_MS)
      await stage.drain()
    }
    expect((await mara.publication(id)).status).toBe('unconfirmed')
    const after = { inits: inits(), posts: mara.posts().length }
    expect(after).toEqual({ inits: before.inits + 1, posts: before.posts + posts })
  },
)

test('photos that TikTok could not fetch are sent again with other URLs; the timeline names them', async () => {
  const before = inits()
  let count = 0
  host.misbehave(({ method }, response) => {
    if (method === 'HEAD' || count++ > 0) return undefined
    return response.writeHead(503).end()
  })
  const id = await compose(pair())
  await mara.until(id, 'published')
  expect(inits()).toBe(before + 2)
  const { rows } = await stage.ctx.pool.query<{ message: string }>(
    "select message from publication_events where post_id = $1 and code = 'photo_pull_failed'",
    [id],
  )
  expect(rows[0]?.message).toContain(`one or more of these 2 images: ${carousel[0]?.fileName}`)
})

test('what TikTok finds wrong with a photo is final, and says which they were and how large', async () => {
  stage.simulator.faults.add({ endpoint: 'processing', openId: mara.openId, failReason: 'picture_size_check_failed' })
  const [image] = carousel
  const { failure } = await mara.until(await compose(carousel.slice(0, 1)), 'failed')
  expect(failure).toMatchObject({
    code: 'picture_size_check_failed',
    detail: expect.stringContaining(`${image?.fileName}: ${image?.photo?.width} × ${image?.photo?.height} px.`),
    remedy: expect.stringContaining('photos at most 1080p'),
  })
})

test('a domain that is not verified is held, and goes on by hand', async () => {
  stage.simulator.changeApp({ verifiedUrls: [] })
  const id = await compose(pair())
  const held = await mara.until(id, 'held')
  expect(held.failure).toMatchObject({ code: 'url_ownership_unverified' })
  stage.simulator.changeApp({ verifiedUrls: [`${host.url}/`] })
  await act(held.id, 'retry')
  await mara.until(id, 'published')
})

test('of what a creator has switched off, photos heed the comments alone', async () => {
  const off = { duetDisabled: true, stitchDisabled: true, maxVideoDurationSec: 1 }
  stage.simulator.changeCreator('mara.bakes', off)
  await mara.until(await compose(pair()), 'published')
  stage.simulator.changeCreator('mara.bakes', { commentDisabled: true })
  const held = await mara.until(await compose(pair(), { ...HIDDEN, allowComment: true }), 'held')
  expect(held.failure).toMatchObject({ code: 'interaction_disabled', detail: expect.stringContaining('comments') })
})
