import { readdir, readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { startTestApp } from '../app.ts'
import { directTarget, videoPost } from '../person.ts'
import { startS3Server } from '../s3-server.ts'
import { sha256Of, videoFile } from '../videos.ts'

test('media that lie in S3 are shown and published, and nothing of them stays on the disk', async () => {
  await using s3 = await startS3Server()
  await using app = await startTestApp({ env: s3.env })
  const ada = await app.signUp()
  const account = await ada.connect('mara.bakes')
  const path = await videoFile({ sizeBytes: 20_000_000 })
  const media = await ada.upload(path)
  const stored = await s3.keys()
  expect(stored).toHaveLength(2)
  for (const key of stored) expect(key).toContain(`/${media.id}`)
  expect((await ada.send('GET', '/readyz')).body).toMatchObject({ checks: { storage: { ok: true } } })

  const bytes = await readFile(path)
  const part = await ada.fetchBytes(`/api/v1/media/${media.id}/content`, { range: 'bytes=5000000-6234567' })
  expect(part.status).toBe(206)
  expect(part.bytes.equals(bytes.subarray(5_000_000, 6_234_568))).toBe(true)

  await app.ctx.pool.query('update media set has_thumbnail = null')
  const thumbnail = await ada.fetchBytes(`/api/v1/media/${media.id}/thumbnail`)
  expect(thumbnail.headers.get('content-type')).toBe('image/jpeg')
  for (const [view, type] of [
    ['frame?atMs=1500', 'image/jpeg'],
    ['strip', 'image/webp'],
  ])
    expect((await ada.fetchBytes(`/api/v1/media/${media.id}/${view}`)).headers.get('content-type')).toBe(type)

  const { id } = await ada.createPost(videoPost(media, [directTarget(account)]))
  await app.runUntil(async () => (await ada.post(id)).status === 'published')
  expect(app.simulator.snapshot().posts).toMatchObject([{ username: 'mara.bakes', sha256: await sha256Of(path) }])

  expect(await readdir(app.ctx.uploadsDir)).toEqual([])
  expect(await readdir(app.ctx.config.dataDir)).not.toContain('media')
})
