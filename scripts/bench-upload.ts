// npm run bench:upload [-- --size 1GiB|4GiB|<bytes>] [-- --rounds 3]
//
// Takes one video in and uploads it to the simulator several times, by Clipdeck and by `curl -T` in turn: the same chunks,
// the same headers, the same server. Both processes of the product are watched for memory all the while.
// Needs Linux (/proc) and curl (Debian: apt-get install curl). Disk: three times the size, given back at the end.
import { mkdir, rm } from 'node:fs/promises'
import { availableParallelism, loadavg } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { planChunks } from '#tiktok/chunk-plan.ts'
import { makeVideo } from '../test/fixtures/make-video.ts'
import { cutIntoChunkFiles } from './bench/chunk-files.ts'
import { requireCurl } from './bench/curl.ts'
import { timePlainCopy } from './bench/plain-copy.ts'
import { startProduct } from './bench/product.ts'
import { type Results, reportLines } from './bench/report.ts'
import { uploadByClipdeck } from './bench/upload-by-clipdeck.ts'
import { uploadByCurl } from './bench/upload-by-curl.ts'

const UNITS = { '': 1, MB: 1000 ** 2, MiB: 1024 ** 2, GB: 1000 ** 3, GiB: 1024 ** 3 }

async function main(): Promise<void> {
  const { sizeBytes, rounds } = readOptions()
  await requireCurl()
  const machine = `Node ${process.version}, ${availableParallelism()} cores, load ${loadavg()[0]?.toFixed(1)} before.`
  await using product = await startProduct({ log: say })
  const usernames = await product.creators(2 * rounds)

  say('Making the video …')
  const videoPath = join(product.workDir, 'video.mp4')
  await makeVideo({ path: videoPath, seconds: 2, width: 540, height: 960, frameRate: 30, padToBytes: sizeBytes })
  const plainCopyMs = await timePlainCopy(videoPath, join(product.workDir, 'copy.mp4'))
  say('Taking it in …')
  const { value: media, durationMs, growth } = await product.watched(() => product.person.upload(videoPath))
  const results: Results = {
    machine,
    plan: planChunks(sizeBytes),
    mediaIn: { durationMs, growth, plainCopyMs },
    rounds: [],
  }

  const chunksDir = join(product.workDir, 'chunks')
  await mkdir(chunksDir)
  const chunks = await cutIntoChunkFiles({ videoPath, dir: chunksDir, plan: results.plan })
  await rm(videoPath)
  for (let round = 0; round < rounds; round++) {
    const [forClipdeck = '', forCurl = ''] = usernames.slice(2 * round)
    say(`Round ${round + 1} of ${rounds}: Clipdeck …`)
    const clipdeck = await uploadByClipdeck(product, { username: forClipdeck, media, plan: results.plan })
    await product.forgetUploads()
    say(`Round ${round + 1} of ${rounds}: curl …`)
    const curl = await uploadByCurl(product, { username: forCurl, chunks, plan: results.plan })
    await product.forgetUploads()
    results.rounds.push({ clipdeck, curl })
  }

  const { lines, isWithinBounds } = reportLines(results)
  console.log(lines.join('\n'))
  if (!isWithinBounds) process.exitCode = 1
}

function readOptions(): { sizeBytes: number; rounds: number } {
  const { values } = parseArgs({
    options: { size: { type: 'string', default: '1GiB' }, rounds: { type: 'string', default: '3' } },
  })
  const [, number, unit = ''] = /^(\d+) ?(|MB|MiB|GB|GiB)$/.exec(values.size) ?? []
  const factor = Object.entries(UNITS).find(([name]) => name === unit)?.[1]
  const rounds = Number(values.rounds)
  if (!number || !factor) throw new Error(`--size ${values.size}: give it as 1GiB, 4GiB or a number of bytes.`)
  if (!Number.isInteger(rounds) || rounds < 1) throw new Error(`--rounds ${values.rounds}: give a whole number from 1.`)
  return { sizeBytes: Number(number) * factor, rounds }
}

/** Progress goes beside the report. */
function say(text: string): void {
  process.stderr.write(`${text}\n`)
}

await main()
