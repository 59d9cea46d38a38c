import { expect, test } from 'vitest'
import { directTarget, videoPost } from '../person.ts'
import { sha256Of, videoFile } from '../videos.ts'
import { untilPost } from '../watch-events.ts'
import { createWorld } from '../world.ts'

for (const signal of ['SIGTERM', 'SIGKILL'] as const)
  test(`after ${signal} in the middle of an upload the post goes on from the next chunk, exactly once`, {
    timeout: 120_000,
  }, async () => {
    await using world = await createWorld()
    const { simulator } = world
    let server = await world.start()
    const ada = await world.signUp()
    const account = await ada.connect('mara.bakes')
    const path = await videoFile({ sizeBytes: 130_000_000 })
    const media = await ada.upload(path)

    const chunks: number[] = []
    simulator.faults.add({ endpoint: 'upload', chunkIndex: 0, times: 1, run: () => void chunks.push(0) })
    const secondChunk = new Promise<void>((resolve) => {
      simulator.faults.add({
        endpoint: 'upload',
        chunkIndex: 1,
        times: 1,
        slowReadBytesPerS: 4_000_000,
        run: () => resolve(),
      })
    })
    simulator.faults.add({ endpoint: 'upload', run: ({ chunkIndex = -1 }) => void chunks.push(chunkIndex) })

    const { id } = await ada.createPost(videoPost(media, [directTarget(account)]))
    await secondChunk
    await server.end(signal)
    expect(chunks).toEqual([0])

    server = await world.start()
    await using _running = server
    const post = await untilPost(
      ada,
      id,
      ({ publications }) => publications.every(({ url }) => url !== null),
      AbortSignal.timeout(90_000),
    )
    expect(post.status).toBe('published')
    expect(chunks).toEqual([0, 1, 2, 3])
    const { posts, uploads } = simulator.snapshot()
    expect(uploads).toHaveLength(1)
    expect(posts).toHaveLength(1)
    expect(posts[0]).toMatchObject({ sha256: await sha256Of(path), username: 'mara.bakes' })
  })
