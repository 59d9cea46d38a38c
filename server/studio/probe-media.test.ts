import { mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeVideos } from '#test/fixtures/make-video.ts'
import { measureDuration } from './measure-duration.ts'
import { openMedia, pictureOf } from './open-media.ts'
import { probeMedia } from './probe-media.ts'
import { UnreadableMediaError } from './unreadable-media-error.ts'

let folder = ''
const inFolder = (name: string) => join(folder, name)
const small = { seconds: 1, width: 360, height: 640, frameRate: 30 }
const hlg = 'format=yuv420p10le,setparams=color_primaries=bt2020:color_trc=arib-std-b67:colorspace=bt2020nc'
const interlaced = { filters: 'setfield=tff,setsar=16/15', encoderOptions: { 'x264-params': 'log-level=error:tff=1' } }

async function written(name: string, content: string | Buffer): Promise<string> {
  await writeFile(inFolder(name), content)
  return inFolder(name)
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'clipdeck-media-'))
  await makeVideos([
    { ...small, path: inFolder('plain.mp4'), withAudio: true },
    { ...small, path: inFolder('plain.webm') },
    { ...small, path: inFolder('live.webm'), muxerOptions: { live: '1' } },
    { ...small, path: inFolder('side.mov'), width: 640, height: 360, rotation: 90 },
    { ...small, path: inFolder('big.mp4'), padToBytes: 200 * 1024 ** 2 },
    { ...small, path: inFolder('hdr.mp4'), codec: 'hevc', filters: hlg },
    { ...small, path: inFolder('camera.mov'), ...interlaced },
  ])
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

  test('a phone film on its side is told as people see it', async () => {
    expect(await probeMedia(inFolder('side.mov'))).toMatchObject({ width: 360, height: 640, rotation: 90 })
  })

  test('200 MB take no longer than 200 kB', async () => {
    expect(await probeMedia(inFolder('big.mp4'))).toMatchObject({ codec: 'h264', durationMs: 1000, frameRate: 30 })
  })

  test('HDR, interlaced pictures and pixels that are not square are told', async () => {
    expect(await probeMedia(inFolder('hdr.mp4'))).toMatchObject({ pixelFormat: 'yuv420p10le', hdr: 'HLG' })
    expect(await probeMedia(inFolder('camera.mov'))).toMatchObject({ isInterlaced: true, pixelAspect: 16 / 15 })
  })
})

describe('a file that is no use is refused in one sentence', () => {
  const refusal = async (path: string, options = {}) => {
    const error: unknown = await probeMedia(path, options).catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(UnreadableMediaError)
    return String(error)
  }

  test.each(['plain.mp4', 'plain.webm'])('%s that was cut off', async (name) => {
    const whole = await readFile(inFolder(name))
    const path = await written(`cut-${name}`, whole.subarray(0, Math.floor(whole.length * 0.9)))
    expect(await refusal(path)).toContain('cut off')
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
