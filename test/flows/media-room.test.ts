import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Media } from '#shared/api/media.ts'
import { Problem } from '#shared/api/problem.ts'
import { Workspace } from '#shared/api/workspace.ts'
import { startTestApp, type TestApp } from '../app.ts'
import type { Person } from '../person.ts'
import { createTusClient } from '../tus-client.ts'
import { videoFile } from '../videos.ts'

const QUOTA_BYTES = 20_000_000

let app: TestApp
/** Two different files, each more than half of the room. */
let files: [string, string] = ['', '']
beforeAll(async () => {
  app = await startTestApp({ env: { MEDIA_QUOTA_GB: String(QUOTA_BYTES / 1e9) } })
  files = [await videoFile({ sizeBytes: 12_000_000 }), await videoFile({ sizeBytes: 12_000_001 })]
})
afterAll(() => app[Symbol.asyncDispose]())

const usage = async (person: Person) => (await person.call(Workspace, 'GET', '/api/v1/workspace')).media
const workspaceId = async (person: Person) => (await person.call(Workspace, 'GET', '/api/v1/workspace')).id
const tusOf = async (person: Person) => createTusClient({ url: app.url, apiKey: await person.apiKey() })
const remove = (person: Person, { id }: Media) => person.send('DELETE', `/api/v1/media/${id}`)

/** The files that the storage has of a workspace, thumbnails apart. */
async function stored(person: Person): Promise<string[]> {
  const names = await readdir(join(app.ctx.config.dataDir, 'media', await workspaceId(person))).catch(() => [])
  return names.filter((name) => !name.endsWith('.jpg'))
}

/** A form whose length nobody knows before its end. */
async function uploadUndeclared(apiKey: string, path: string): Promise<Response> {
  const head = '--edge\r\ncontent-disposition: form-data; name="file"; filename="clip.mp4"\r\n\r\n'
  const parts = [Buffer.from(head), await readFile(path), Buffer.from('\r\n--edge--\r\n')]
  return fetch(new URL('/api/v1/media', app.url), {
    method: 'POST',
    headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'multipart/form-data; boundary=edge' },
    body: new ReadableStream({
      pull(controller) {
        const part = parts.shift()
        if (part) controller.enqueue(part)
        else controller.close()
      },
    }),
    // The types of the browser do not know it.
    ...{ duplex: 'half' },
  })
}

test('the same file twice is two items and one stored file, which goes with the last of them', async () => {
  const ada = await app.signUp()
  const small = await videoFile()
  const [one, two] = [await ada.upload(small, 'one.mp4'), await ada.upload(small, 'two.mp4')]
  expect(one.id).not.toBe(two.id)
  expect([await stored(ada), (await usage(ada)).usedBytes]).toEqual([[one.id], one.sizeBytes])

  expect((await remove(ada, one)).status).toBe(204)
  const content = await ada.fetchBytes(`/api/v1/media/${two.id}/content`)
  expect(content.bytes.equals(await readFile(small))).toBe(true)
  expect((await remove(ada, two)).status).toBe(204)
  expect([await stored(ada), (await usage(ada)).usedBytes]).toEqual([[], 0])
})

test('the same file from several at once is stored once; another workspace has its own', async () => {
  const [ada, eve] = [await app.signUp(), await app.signUp('Eve')]
  const small = await videoFile()
  const items = await Promise.all([ada.upload(small), ada.upload(small), ada.upload(small), eve.upload(small)])
  expect(await stored(ada)).toHaveLength(1)
  expect(await stored(eve)).toEqual([items[3].id])
  for (const item of items.slice(0, 3)) await remove(ada, item)
  expect(await stored(ada)).toEqual([])
  expect((await eve.fetchBytes(`/api/v1/media/${items[3].id}/content`)).bytes.equals(await readFile(small))).toBe(true)
})

test('what is coming in counts from its beginning until it is called off', async () => {
  const ada = await app.signUp()
  const tus = await tusOf(ada)
  expect(await usage(ada)).toEqual({ usedBytes: 0, quotaBytes: QUOTA_BYTES })
  const upload = await tus.mustBegin(15_000_000)
  expect((await usage(ada)).usedBytes).toBe(15_000_000)

  const second = await tus.begin(5_000_001, 'second.mp4')
  expect(second.status).toBe(413)
  expect(Problem.parse(await second.json())).toMatchObject({
    code: 'quota_exceeded',
    detail: 'There is no room for second.mp4 (5 MB): this workspace uses 15 MB of its 20 MB.',
    remedy: expect.stringContaining('MEDIA_QUOTA_GB'),
    errors: [{ path: 'file' }],
  })
  await tus.send('DELETE', upload)
  expect((await usage(ada)).usedBytes).toBe(0)
  expect((await tus.begin(QUOTA_BYTES)).status).toBe(201)
})

test('a form without room is refused by its length, before its file comes', async () => {
  const ada = await app.signUp()
  const upload = await (await tusOf(ada)).mustBegin(9_000_000)
  const form = new FormData()
  form.set('file', new Blob([await readFile(files[0])]), 'clip.mp4')
  expect(await ada.send('POST', '/api/v1/media', form)).toMatchObject({ status: 413, body: { code: 'quota_exceeded' } })
  expect((await usage(ada)).usedBytes).toBe(9_000_000)
  await (await tusOf(ada)).send('DELETE', upload)
})

test('two files side by side cannot pass together, though nobody knew their lengths', async () => {
  const ada = await app.signUp()
  const apiKey = await ada.apiKey()
  const answers = await Promise.all(files.map((path) => uploadUndeclared(apiKey, path)))
  expect(answers.map(({ status }) => String(status)).sort()).toEqual(['201', '413'])
  expect(await stored(ada)).toHaveLength(1)
  expect(await readdir(app.ctx.uploadsDir)).toEqual(['tus'])
})

test('what the workspace has already needs no room', async () => {
  const ada = await app.signUp()
  await ada.upload(files[0])
  const again = await uploadUndeclared(await ada.apiKey(), files[0])
  expect(Media.parse(await again.json())).toMatchObject({ sizeBytes: 12_000_000 })
  expect((await usage(ada)).usedBytes).toBe(12_000_000)
})
