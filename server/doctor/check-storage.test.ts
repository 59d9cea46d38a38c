import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { startS3Server } from '#test/s3-server.ts'
import { readConfig } from '../config.ts'
import { checkStorage } from './check-storage.ts'

async function useDataDir() {
  const dir = await mkdtemp(join(tmpdir(), 'clipdeck-check-'))
  return { dir, [Symbol.asyncDispose]: () => rm(dir, { recursive: true }) }
}

test('a folder is written, and nothing is left in it', async () => {
  await using data = await useDataDir()
  const findings = await checkStorage(readConfig({ DATA_DIR: data.dir }))
  const media = join(data.dir, 'media')
  expect(findings[0]).toEqual({ level: 'ok', what: 'storage', detail: `${media} can be written` })
  expect(findings[1]).toMatchObject({ what: 'disk', detail: expect.stringMatching(/GB free/) })
  expect(await readdir(media)).toEqual([])

  await writeFile(join(data.dir, 'file'), '')
  const blocked = readConfig({ DATA_DIR: data.dir, STORAGE_URL: `file:${data.dir}/file` })
  expect(await checkStorage(blocked)).toEqual([
    expect.objectContaining({ level: 'error', detail: expect.stringMatching(/file cannot be written \(EEXIST/) }),
  ])
})

test('a bucket is written, read and cleared, and the disk that uploads come in on has its line', async () => {
  await using data = await useDataDir()
  await using s3 = await startS3Server()
  const settings = readConfig({ DATA_DIR: data.dir, ...s3.env })
  const findings = await checkStorage(settings)
  expect(findings).toMatchObject([
    { level: 'ok', what: 'storage', detail: `s3://media/clips/ at ${s3.url} can be written` },
    { what: 'disk', detail: expect.stringMatching(/GB free/) },
  ])
  expect(s3.calls.map((call) => call.split(' ')[0])).toEqual(['PUT', 'GET', 'DELETE'])

  s3.rules.refuse = async (call) => call.startsWith('GET')
  expect(await checkStorage(settings)).toMatchObject([
    { level: 'error', detail: expect.stringContaining('(S3 answered 403 AccessDenied: Access Denied)') },
  ])
})
