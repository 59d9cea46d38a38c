// A program of its own, started by make-frame.ts: it decodes a picture of one local video with FFmpeg and sends it as a JPEG.
import { answerParent } from './answer-parent.ts'
import { drawFrame } from './draw-frame.ts'

await answerParent(async ([path = '', mimeType = '', atMs = '']) =>
  (await drawFrame({ path, mimeType, atMs: Number(atMs) })).toString('base64'),
)
