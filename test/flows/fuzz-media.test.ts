import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { Media } from '#shared/api/media.ts'
import { Problem } from '#shared/api/problem.ts'
import { startTestApp } from '../app.ts'
import { fuzzed } from '../fixtures/fuzz-media.ts'
import { quarters } from '../fixtures/images.ts'
import { makeVideo } from '../fixtures/make-video.ts'
import { mediaChildren } from '../media-children.ts'
import type { Person } from '../person.ts'

/** `npm run test:fuzz-media` says how many and with which seed. */
const RUNS = Number(process.env.FUZZ_RUNS ?? 30)
const SEED = process.env.FUZZ_SEED ?? '1'
const SIDE_BY_SIDE = 2
const LIMIT_MS = 10_000

test(
  `${RUNS} damaged files (seed ${SEED}) are each accepted or refused in words within 10 s, and leave nothing behind`,
  async () => {
    await using app = await startTestApp()
    const ada = await app.signUp()
    const originals = await makeOriginals()
    const runs = Array.from({ length: RUNS }, (_, run) => run).values()
    const accepted: Media[] = []

    async function uploadSome(): Promise<void> {
      for (const run of runs) {
        const { name, content } = fuzzed(originals, SEED, run)
        const form = new FormData()
        form.set('file', new Blob([Uint8Array.from(content)]), name)
        const startedAt = performance.now()
        const { status, body } = await ada.send('POST', '/api/v1/media', form)
        const told = `run ${run} of seed ${SEED} (${name}): ${status} ${JSON.stringify(body)}`
        expect(performance.now() - startedAt, told).toBeLessThan(LIMIT_MS)
        if (status !== 201) expect(Problem.safeParse(body).data?.code, told).toBe('invalid_input')
        else accepted.push(await lookAt(ada, Media.parse(body)))
      }
    }

    await Promise.all(Array.from({ length: SIDE_BY_SIDE }, uploadSome))
    expect(accepted.length).toBeGreaterThan(0)
    expect(accepted.length).toBeLessThan(RUNS)
    expect(await mediaChildren()).toEqual([])
    expect(await readdir(app.ctx.uploadsDir)).toEqual([])
    const stored = await readdir(join(app.ctx.config.dataDir, 'media'), { recursive: true, withFileTypes: true })
    // The name of a file begins with the id of its item: the content, and what was made of it.
    const ofNoItem = stored.filter((entry) => entry.isFile() && !accepted.some(({ id }) => entry.name.startsWith(id)))
    expect(ofNoItem).toEqual([])
    expect((await ada.send('GET', '/healthz')).status).toBe(200)
  },
  60_000 + RUNS * LIMIT_MS,
)

/** As a browser does that shows it: there is a picture, or an answer that says that there is none. */
async function lookAt(person: Person, media: Media): Promise<Media> {
  for (const view of media.kind === 'video' ? ['thumbnail', 'strip', 'frame?atMs=0'] : ['thumbnail', 'photo']) {
    const { status } = await person.fetchBytes(`/api/v1/media/${media.id}/${view}`)
    expect([200, 404, 409], `${media.fileName}/${view} of seed ${SEED}: ${status}`).toContain(status)
  }
  return media
}

async function makeOriginals(): Promise<Record<string, Buffer>> {
  const folder = await mkdtemp(join(tmpdir(), 'clipdeck-fuzz-'))
  try {
    const path = join(folder, 'clip.mp4')
    await makeVideo({ path, seconds: 0.3, width: 180, height: 320, frameRate: 30, withAudio: true })
    return {
      'clip.mp4': await readFile(path),
      'photo.jpg': await quarters().jpeg().toBuffer(),
      'progressive.jpg': await quarters().jpeg({ progressive: true }).toBuffer(),
      'photo.png': await quarters().png().toBuffer(),
      'lossy.webp': await quarters().webp().toBuffer(),
      'lossless.webp': await quarters().webp({ lossless: true }).toBuffer(),
    }
  } finally {
    await rm(folder, { recursive: true })
  }
}
