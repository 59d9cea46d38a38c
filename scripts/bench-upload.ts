// npm run bench:upload [-- --size 1GiB|4GiB|<bytes>] [-- --rounds 3]
//
// Takes one video in and uploads it to the simulator several times, by Clipdeck and by `curl -T` in turn: the same chunks,
// the same headers, the same server. Both processes of the product are watched for memory all the while.
// Needs Linux (/proc) and curl (Debian: apt-get install curl). Disk: three times the size, given back at the end.
// A machine that is busy with other things tells little: the ratio then shows who got the processor.
import { mkdir, rm } from 'node:fs/promises'
import { availableParallelism, loadavg } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { planChunks } from '#tiktok/chunk-plan.ts'
import { makeVideo } from '../test/fixtures/make-video.ts'
import { cutIntoChunkFiles } from './bench/chunk-files.ts'
import { requireCurl } from './bench/curl.ts'
import { timePlainCopy } from './bench/plain-copy.ts'
import { type Product, startProduct } from './bench/product.ts'
import { type Results, reportLines } from './bench/report.ts'
import { readSize } from './bench/size-option.ts'
import { takeIn } from './bench/take-in.ts'
import { uploadByClipdeck } from './bench/upload-by-clipdeck.ts'
import { uploadByCurl } from './bench/upload-by-curl.ts'

type Options = { sizeBytes: number; rounds: number }

/** EX_TEMPFAIL of sysexits.h. */
const INTERRUPTED_EXIT_CODE = 75

async function main(): Promise<void> {
  const options = readOptions()
  await requireCurl()
  await using product = await startProduct({ log: say })
  const results = await Promise.race([measure(product, options), interrupted()])
  if (!results) {
    process.exitCode = INTERRUPTED_EXIT_CODE
    return
  }
  const { lines, isWithinBounds } = reportLines(results)
  console.log(lines.join('\n'))
  if (!isWithinBounds) process.exitCode = 1
}

async function measure(product: Product, { sizeBytes, rounds }: Options): Promise<Results> {
  const plan = planChunks(sizeBytes)
  const machine = `Node ${process.version}, ${availableParallelism()} cores, load ${loadavg()[0]?.toFixed(1)} before.`
  const usernames = await product.creators(2 * rounds)
  const videoPath = join(product.workDir, 'video.mp4')
  await makeVideo({ path: videoPath, seconds: 2, width: 540, height: 960, frameRate: 30, padToBytes: sizeBytes })
  const plainCopyMs = await timePlainCopy(videoPath, join(product.workDir, 'copy.mp4'))

  say('Taking the video in …')
  const { media, ...timed } = await takeIn(product, videoPath)
  const results: Results = { machine, plan, mediaIn: { ...timed, plainCopyMs }, rounds: [] }

  const dir = join(product.workDir, 'chunks')
  await mkdir(dir)
  const chunks = await cutIntoChunkFiles({ videoPath, dir, plan })
  await rm(videoPath)
  for (let round = 0; round < rounds; round++) {
    const [forClipdeck = '', forCurl = ''] = usernames.slice(2 * round)
    say(`Round ${round + 1} of ${rounds}: Clipdeck …`)
    const clipdeck = await uploadByClipdeck(product, { username: forClipdeck, media, plan })
    await product.forgetUploads()
    say(`Round ${round + 1} of ${rounds}: curl …`)
    const curl = await uploadByCurl(product, { username: forCurl, chunks, plan })
    await product.forgetUploads()
    results.rounds.push({ clipdeck, curl })
  }
  return results
}

function readOptions(): Options {
  const { values } = parseArgs({
    options: { size: { type: 'string', default: '1GiB' }, rounds: { type: 'string', default: '3' } },
  })
  const sizeBytes = readSize(values.size)
  const rounds = Number(values.rounds)
  if (!Number.isInteger(rounds) || rounds < 1) throw new Error(`--rounds ${values.rounds}: give a whole number from 1.`)
  return { sizeBytes, rounds }
}

/** Ctrl-C: the product is ended and its gigabytes are given back as at any other end. */
function interrupted(): Promise<null> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve(null))
  })
}

/** Progress goes beside the report. */
function say(text: string): void {
  process.stderr.write(`${text}\n`)
}

await main()
