// A program of its own, started by make-strip.ts: it decodes pictures of one video with FFmpeg and writes them as an animated WebP.
import { writeFile } from 'node:fs/promises'
import { answerParent } from './answer-parent.ts'
import { drawStrip } from './draw-strip.ts'

await answerParent(async ([stripPath = '', source = '', mimeType = '', durationMs = '']) => {
  const webp = await drawStrip({ source, mimeType, durationMs: Number(durationMs) })
  await writeFile(stripPath, webp, { mode: 0o600 })
  return true
})
