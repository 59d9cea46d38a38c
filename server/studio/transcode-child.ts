// A program of its own, started by transcode-video.ts: it reads a local video with FFmpeg, and writes it as an MP4 that TikTok takes.
import { answerParent } from './answer-parent.ts'
import { Transcoding } from './transcode-video.ts'
import { writeTranscoded } from './write-transcoded.ts'

await answerParent(async ([wish = ''], tellProgress) => {
  await writeTranscoded(Transcoding.parse(JSON.parse(wish)), tellProgress)
  return true
})
