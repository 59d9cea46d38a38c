// A program of its own, started by make-thumbnail.ts: it decodes a picture of one local video with FFmpeg and writes it as a JPEG.
import { writeFile } from 'node:fs/promises'
import { answerParent } from './answer-parent.ts'
import { drawThumbnail } from './draw-thumbnail.ts'

await answerParent(async ([thumbnailPath = '', path = '', mimeType = '', durationMs = '']) => {
  const jpeg = await drawThumbnail({ path, mimeType, durationMs: Number(durationMs) })
  await writeFile(thumbnailPath, jpeg, { mode: 0o600 })
  return true
})
