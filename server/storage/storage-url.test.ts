import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { readStorageUrl } from './storage-url.ts'

const read = (text?: string) => readStorageUrl(text, '/data')
const amazon = { kind: 's3', bucket: 'clips', prefix: '', endpoint: null, region: 'eu-central-1' }
const elsewhere = { ...amazon, endpoint: 'https://s3.example.com', region: 'us-east-1' }

test.each([
  [undefined, { kind: 'disk', dir: '/data/media' }],
  ['file:/mnt/media', { kind: 'disk', dir: '/mnt/media' }],
  ['file:media', { kind: 'disk', dir: resolve('media') }],
  ['s3://clips?region=eu-central-1', amazon],
  ['s3://clips/?region=eu-central-1', amazon],
  ['s3://clips/a/b_c/?region=eu-central-1', { ...amazon, prefix: 'a/b_c/' }],
  ['s3://clips?endpoint=https://s3.example.com', elsewhere],
  ['s3://clips?endpoint=https%3A%2F%2Fs3.example.com', elsewhere],
  [
    's3://clips?endpoint=http://[::1]:9000/s3&region=auto',
    { ...amazon, endpoint: 'http://[::1]:9000/s3', region: 'auto' },
  ],
])('%s is read', (text, storage) => {
  expect(read(text)).toEqual({ storage, problems: [] })
})

test.each([
  ['/mnt/media', 'must start with "file:" or with "s3:"'],
  ['s3:', 'names no bucket'],
  ['s3://', 'names no bucket'],
  ['s3://My_Bucket?region=r', 'names no bucket'],
  ['s3://clips:9000?region=r', 'names no bucket'],
  ['s3://[clips?region=r', 'is not a URL'],
  ['s3://key:secret@clips?region=r', 'holds credentials'],
  ['s3://clips/a//b?region=r', 'has a prefix'],
  ['s3://clips/a%20b?region=r', 'has a prefix'],
  ['s3://clips/.a?region=r', 'has a prefix'],
  ['s3://clips', 'needs a region'],
  ['s3://clips?endpoint=s3.example.com', 'has an endpoint that is not'],
  ['s3://clips?endpoint=https://me:pw@s3.example.com', 'has an endpoint that is not'],
  ['s3://clips?region=r&endpiont=https://s3.example.com', 'says endpiont after the "?"'],
])('%s is refused: it %s', (text, problem) => {
  const { problems } = read(text)
  expect(problems).toContainEqual(expect.stringContaining(problem))
  for (const each of problems) expect(each).toMatch(/^STORAGE_URL .*\S$/)
  expect(problems.join()).not.toMatch(/secret@|pw@/)
})
