import { mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeImage } from '#test/fixtures/make-image.ts'
import { makeSound } from '#test/fixtures/make-sound.ts'
import { makeVideo } from '#test/fixtures/make-video.ts'
import { measureDuration } from './measure-duration.ts'
import { openMedia, pictureOf } from './open-media.ts'
import { probeMedia } from './probe-media.ts'
import { UnreadableMediaError } from './unreadable-media-error.ts'

let folder = ''
const inFolder = (name: string) => join(folder, name)
const small = { seconds: 1, width: 360, height: 640, frameRate: 30 }

async function written(name: string, content: string | Buffer): Promise<string> {
  await writeFile(inFolder(name), content)
  return inFolder(name)
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'clipdeck-media-'))
  await makeVideo({ ...small, path: inFolder('plain.mp4'), withAudio: true })
})
afterAll(() => rm(folder, { recursive: true }))

describe('a video is described by its content', () => {
  test('mp4 with H.264 and sound', async () => {
    expect(await probeMedia(inFolder('plain.mp4'))).toEqual({
      kind: 'video',
      container: 'mp4',
      mimeType: 'video/mp4',
      codec: 'h264',
      width: 360,
      height: 640,
      rotation: 0,
      pixelFormat: 'yuv420p',
      pixelAspect: 1,
      hdr: null,
      isInterlaced: false,
      durationMs: expect.closeTo(1000, -2),
      frameRate: 30,
      hasAudio: true,
      audioCodec: 'aac',
      bitRate: expect.any(Number),
      isDecodable: true,
      image: null,
    })
  })

  test.each([
    ['film.mov', 'h264', 'video/quicktime'],
    ['film.mp4', 'hevc', 'video/mp4'],
    ['film.webm', 'vp8', 'video/webm'],
    ['film.webm', 'vp9', 'video/webm'],
    ['film.mp4', 'mpeg4', 'video/mp4'],
    ['film.mkv', 'h264', 'video/matroska'],
  ] as const)('%s with %s', async (name, codec, mimeType) => {
    await makeVideo({ ...small, path: inFolder(name), codec, frameRate: 25 })
    expect(await probeMedia(inFolder(name))).toMatchObject({
      kind: 'video',
      codec,
      mimeType,
      hasAudio: false,
      frameRate: 25,
    })
  })

  test('a phone film on its side is told as people see it', async () => {
    await makeVideo({ ...small, path: inFolder('side.mov'), width: 640, height: 360, rotation: 90 })
    expect(await probeMedia(inFolder('side.mov'))).toMatchObject({ width: 360, height: 640, rotation: 90 })
  })

  test('200 MB take no longer than 200 kB', async () => {
    await makeVideo({ ...small, path: inFolder('big.mp4'), padToBytes: 200 * 1024 ** 2 })
    expect(await probeMedia(inFolder('big.mp4'))).toMatchObject({ codec: 'h264', durationMs: 1000, frameRate: 30 })
  })

  test('the name does not matter', async () => {
    const path = await written('film.txt', await readFile(inFolder('plain.mp4')))
    expect(await probeMedia(path)).toMatchObject({ mimeType: 'video/mp4', codec: 'h264' })
  })

  test.each([
    ['words', 'made with a tool that signs its work'],
    ['a ZIP archive', Buffer.from(`PK\x03\x04\x14\x00${'\x00'.repeat(90)}`, 'latin1')],
    ['nothing but zeros', Buffer.alloc(100)],
  ])('%s after the end of a whole file do not matter', async (_, appendix) => {
    const path = await written(
      'more.mp4',
      Buffer.concat([await readFile(inFolder('plain.mp4')), Buffer.from(appendix)]),
    )
    expect(await probeMedia(path)).toMatchObject({ mimeType: 'video/mp4', codec: 'h264', durationMs: 1000 })
  })

  test('a last box that goes on to the end of the file is whole', async () => {
    const content = await readFile(inFolder('plain.mp4'))
    content.writeUInt32BE(0, content.indexOf('mdat') - 4)
    expect(await probeMedia(await written('endless.mp4', content))).toMatchObject({ codec: 'h264', durationMs: 1000 })
  })

  test.each([
    ['old.avi', 'avi', 'mpeg4', 'video/vnd.avi'],
    ['camera.ts', 'mpegts', 'mpeg2', 'video/mp2t'],
    ['disc.mpg', 'mpeg', 'mpeg2', 'video/MP1S'],
    ['web.flv', 'flv', 'flv1', 'video/x-flv'],
    ['office.wmv', 'asf', 'wmv2', 'video/x-ms-asf'],
    ['free.ogv', 'ogg', 'theora', 'video/ogg'],
    ['old-phone.3gp', '3gp', 'h264', 'video/mp4'],
  ] as const)(
    'a container that TikTok does not take is opened all the same: %s',
    async (name, container, codec, mimeType) => {
      await makeVideo({ ...small, path: inFolder(name), container, codec, frameRate: 25, withAudio: true })
      expect(await probeMedia(inFolder(name))).toMatchObject({
        kind: 'video',
        mimeType,
        width: 360,
        height: 640,
        frameRate: 25,
        hasAudio: true,
        audioCodec: expect.any(String),
      })
    },
  )

  test('HDR, interlaced pictures and pixels that are not square are told', async () => {
    const hdr = 'format=yuv420p10le,setparams=color_primaries=bt2020:color_trc=arib-std-b67:colorspace=bt2020nc'
    await makeVideo({ ...small, path: inFolder('hdr.mp4'), codec: 'hevc', filters: hdr })
    expect(await probeMedia(inFolder('hdr.mp4'))).toMatchObject({ pixelFormat: 'yuv420p10le', hdr: 'HLG' })
    const camera = { filters: 'setfield=tff,setsar=16/15', encoderOptions: { 'x264-params': 'log-level=error:tff=1' } }
    await makeVideo({ ...small, path: inFolder('camera.mov'), ...camera })
    expect(await probeMedia(inFolder('camera.mov'))).toMatchObject({ isInterlaced: true, pixelAspect: 16 / 15 })
  })
})

test.each([
  ['picture.jpg', 'image/jpeg'],
  ['picture.png', 'image/png'],
  ['picture.webp', 'image/webp'],
])('an image is described: %s', async (name, mimeType) => {
  await makeImage({ path: inFolder(name), width: 1080, height: 1920 })
  expect(await probeMedia(inFolder(name))).toMatchObject({
    kind: 'image',
    mimeType,
    width: 1080,
    height: 1920,
    durationMs: null,
  })
})

test.each([
  ['sound.mp3', 'mp3', 'audio/mpeg', 'mp3'],
  ['sound.m4a', 'ipod', 'audio/mp4', 'aac'],
  ['sound.aac', 'adts', 'audio/aac', 'aac'],
  ['sound.wav', 'wav', 'audio/wav', 'pcm_s16le'],
  ['sound.opus', 'ogg', 'audio/ogg', 'opus'],
  ['sound.flac', 'flac', 'audio/flac', 'flac'],
  ['film-without-pictures.mp4', 'mp4', 'audio/mp4', 'aac'],
] as const)('a sound is described: %s', async (name, format, mimeType, codec) => {
  await makeSound({ path: inFolder(name), format, codec, seconds: 2 })
  expect(await probeMedia(inFolder(name))).toMatchObject({
    kind: 'audio',
    mimeType,
    codec,
    durationMs: expect.closeTo(2000, -3),
    width: null,
    frameRate: null,
  })
})

describe('a file that is no use is refused in one sentence', () => {
  const refusal = async (path: string, options = {}) => {
    const error: unknown = await probeMedia(path, options).catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(UnreadableMediaError)
    return String(error)
  }

  test('text under the name of a video', async () => {
    expect(await refusal(await written('text.mp4', 'once upon a time'))).toContain('neither a video, nor an image')
  })

  test('a playlist that points elsewhere', async () => {
    const playlist = '#EXTM3U\n#EXTINF:1,\nhttp://127.0.0.1:1/secret.ts\n#EXT-X-ENDLIST\n'
    expect(await refusal(await written('list.mp4', playlist))).toContain('neither a video, nor an image')
  })

  test('an empty file', async () => {
    expect(await refusal(await written('empty.mp4', ''))).toContain('empty')
  })

  test.each(['mp4', 'mov', 'webm', 'mkv'])('a %s that was cut off', async (extension) => {
    await makeVideo({ ...small, path: inFolder(`whole.${extension}`) })
    const whole = await readFile(inFolder(`whole.${extension}`))
    const path = await written(`cut.${extension}`, whole.subarray(0, Math.floor(whole.length * 0.9)))
    expect(await refusal(path)).toContain('cut off')
  })

  test.each(['jpg', 'png', 'webp'])('a %s that was cut off', async (extension) => {
    await makeImage({ path: inFolder(`whole.${extension}`), width: 640, height: 640 })
    const whole = await readFile(inFolder(`whole.${extension}`))
    expect(await refusal(await written(`cut.${extension}`, whole.subarray(0, -200)))).toContain('cut off')
  })

  test('a film whose description is scrambled', async () => {
    const scrambled = (await readFile(inFolder('plain.mp4'))).fill(0x5a, 200, 2200)
    expect(await refusal(await written('scrambled.mp4', scrambled))).toMatch(/damaged|no picture/)
  })

  test('a film that makes its reader crash, here for want of memory', async () => {
    expect(await refusal(inFolder('plain.mp4'), { memoryMb: 0 })).toContain('crash')
  })

  test('a reader that does not end is ended', async () => {
    expect(await refusal(inFolder('plain.mp4'), { timeoutMs: 1 })).toContain('could not be read within')
  })
})

test('a missing file is our fault, not that of the file', async () => {
  await expect(probeMedia(inFolder('nowhere.mp4'))).rejects.toMatchObject({ code: 'ENOENT' })
})

test('a long recording that does not say how long it is keeps nobody waiting', async () => {
  await makeVideo({ ...small, path: inFolder('live.webm'), muxerOptions: { live: '1' } })
  await using format = await openMedia(inFolder('live.webm'), 'video/webm')
  if (!format) throw new Error('This is no WebM.')
  expect(await measureDuration(format, pictureOf(format), { giveUpMs: 0 })).toBeNull()
  expect(await probeMedia(inFolder('live.webm'))).toMatchObject({ durationMs: expect.closeTo(1000, -2) })
})

test('a link is followed nowhere, whatever it leads to', async () => {
  await symlink(inFolder('plain.mp4'), inFolder('link.mp4'))
  await expect(probeMedia(inFolder('link.mp4'))).rejects.toThrow('is no file')
  await expect(openMedia(inFolder('link.mp4'), 'video/mp4')).rejects.toMatchObject({ code: 'ELOOP' })
})

test('the caller may lose interest', async () => {
  const reason = new Error('the upload was aborted')
  await expect(probeMedia(inFolder('plain.mp4'), { signal: AbortSignal.abort(reason) })).rejects.toBe(reason)
})
