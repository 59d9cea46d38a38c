import { expect, test } from 'vitest'
import { createTestClient, failureOf, secrets } from './test-client.ts'
import { ok, refused, startServer } from './test-server.ts'

const { accessToken } = secrets

async function statusOf(data: string) {
  await using server = await startServer({ text: `{"data":${data},"error":{"code":"ok","log_id":"log-1"}}` })
  await using client = createTestClient(server.url)
  const status = await client.publishStatus({ accessToken, publishId: 'v_pub_file~v2-1.7' })
  expect(server.seen[0]).toMatchObject({
    path: '/v2/post/publish/status/fetch/',
    body: '{"publish_id":"v_pub_file~v2-1.7"}',
  })
  return status
}

test.each([
  ['PROCESSING_UPLOAD', 'processing'],
  ['PROCESSING_DOWNLOAD', 'processing'],
  ['SEND_TO_USER_INBOX', 'inbox'],
  ['PUBLISH_COMPLETE', 'published'],
  ['FAILED', 'failed'],
  ['UNDER_REVIEW', 'processing'],
  ['constructor', 'processing'],
])('%s means %s', async (status, phase) => {
  expect(await statusOf(JSON.stringify({ status }))).toEqual({
    status,
    phase,
    failReason: null,
    postIds: [],
    uploadedBytes: null,
    downloadedBytes: null,
    logId: 'log-1',
  })
})

test.each([
  ['[7602997517160123666]', ['7602997517160123666']],
  ['7602997517160123666', ['7602997517160123666']],
  ['"7602997517160123666"', ['7602997517160123666']],
  ['["7602997517160123666",7602997517160123667]', ['7602997517160123666', '7602997517160123667']],
  ['[]', []],
  ['""', []],
  ['null', []],
  ['0', []],
])('the post id %s is %j, exactly', async (json, postIds) => {
  const status = await statusOf(`{"status":"PUBLISH_COMPLETE","publicaly_available_post_id":${json}}`)
  expect(status.postIds).toEqual(postIds)
})

test('the right spelling of the post id is taken too, and one id is told once', async () => {
  const ids = '"publicaly_available_post_id":["7"],"publicly_available_post_id":[7,8]'
  expect((await statusOf(`{"status":"PUBLISH_COMPLETE",${ids}}`)).postIds).toEqual(['7', '8'])
})

test('reason and progress are told', async () => {
  expect(await statusOf('{"status":"FAILED","fail_reason":"internal","uploaded_bytes":10000}')).toMatchObject({
    failReason: 'internal',
    uploadedBytes: 10000,
  })
  expect(
    await statusOf('{"status":"PROCESSING_DOWNLOAD","fail_reason":"","downloaded_bytes":"4294967296"}'),
  ).toMatchObject({
    failReason: null,
    downloadedBytes: 4294967296,
  })
})

test('a cancel succeeds without data, or says why not', async () => {
  await using server = await startServer(
    { text: '{"error":{"code":"ok"}}' },
    ok({}),
    refused(400, 'publish_not_cancellable'),
  )
  await using client = createTestClient(server.url)
  await client.cancelPublish({ accessToken, publishId: 'p' })
  await client.cancelPublish({ accessToken, publishId: 'p' })
  const error = await failureOf(client.cancelPublish({ accessToken, publishId: 'p' }))
  expect(error).toMatchObject({ code: 'publish_not_cancellable', remedy: 'fail', mayHaveTakenEffect: false })
  expect(server.seen[0]).toMatchObject({ path: '/v2/post/publish/cancel/', body: '{"publish_id":"p"}' })
})
