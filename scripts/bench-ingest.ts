// npm run bench:ingest [-- --size 1GiB|4GiB|<bytes>] [-- --rounds 3]
//
// Takes one video in by form and by tus, and streams it to a bare HTTP server that writes it to the disk and flushes it: curl
// sends each of them, in turn. Then an upload by tus is cut ten times in the middle of its bodies. The product's process is
// watched for memory all the while. Needs Linux (/proc) and curl (Debian: apt-get install curl). Disk: three times the size;
// the video stays in the temporary folder for the next run.
import { availableParallelism, loadavg } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { createTusClient } from '../test/tus-client.ts'
import { sha256Of, videoFile } from '../test/videos.ts'
import { curl, requireCurl } from './bench/curl.ts'
import { type IngestResults, ingestReport } from './bench/ingest-report.ts'
import { startPlainReceiver } from './bench/plain-receiver.ts'
import { type Growth, startProduct } from './bench/product.ts'
import { readSize } from './bench/size-option.ts'
import { takeIn } from './bench/take-in.ts'
import { takeInByTus } from './bench/take-in-by-tus.ts'
import { takeInWithCuts } from './bench/take-in-with-cuts.ts'

const CUTS = 10

async function main(): Promise<void> {
  const { sizeBytes, rounds } = readOptions()
  await requireCurl()
  say('Making the video …')
  const videoPath = await videoFile({ sizeBytes })
  await using product = await startProduct({ log: say })
  await using plain = await startPlainReceiver(join(product.workDir, 'plain'))
  const apiKey = await product.person.apiKey()
  const tus = createTusClient({ url: product.person.url, apiKey })
  // Content that is there already would not be stored again.
  const remove = ({ id }: { id: string }) => product.person.send('DELETE', `/api/v1/media/${id}`)

  const machine = `Node ${process.version}, ${availableParallelism()} cores, load ${loadavg()[0]?.toFixed(1)} before.`
  const results: IngestResults = { machine, sizeBytes, rounds: [], cut: { offsets: [], isSame: false } }
  for (let round = 1; round <= rounds; round++) {
    say(`Round ${round} of ${rounds} …`)
    const plainMs = await timePlainStream(plain.url, videoPath)
    const form = await takeIn(product, videoPath)
    await remove(form.media)
    const byTus = await takeInByTus(product, { tus, apiKey, videoPath, sizeBytes })
    await remove(byTus.media)
    results.rounds.push({ plainMs, form: serverOf(form), tus: serverOf(byTus) })
  }
  say(`Cutting an upload ${CUTS} times …`)
  const { media, offsets } = await takeInWithCuts(tus, { videoPath, sizeBytes, cuts: CUTS })
  results.cut = { offsets, isSame: media.sha256 === (await sha256Of(videoPath)) }

  const { lines, isWithinBounds } = ingestReport(results)
  console.log(lines.join('\n'))
  if (!isWithinBounds) process.exitCode = 1
}

async function timePlainStream(url: string, videoPath: string): Promise<number> {
  const startedAt = performance.now()
  await curl(
    `url = "${url}"\nrequest = "POST"\nupload-file = "${videoPath}"\nheader = "Expect:"\nfail\nsilent\nshow-error\n`,
  )
  return performance.now() - startedAt
}

function serverOf({ durationMs, growth }: { durationMs: number; growth: Growth }) {
  return { durationMs, growth: growth.server }
}

function readOptions() {
  const { values } = parseArgs({
    options: { size: { type: 'string', default: '1GiB' }, rounds: { type: 'string', default: '3' } },
  })
  const rounds = Number(values.rounds)
  if (!Number.isInteger(rounds) || rounds < 1) throw new Error(`--rounds ${values.rounds}: give a whole number from 1.`)
  return { sizeBytes: readSize(values.size), rounds }
}

/** Progress goes beside the report. */
function say(text: string): void {
  process.stderr.write(`${text}\n`)
}

await main()
