// A program of its own, started by make-frame.ts: it decodes a picture of one video with FFmpeg and sends it as a JPEG.
import { answerParent } from './answer-parent.ts'
import { drawFrame } from './draw-frame.ts'

await answerParent(async ([source = '', mimeType = '', atMs = '']) =>
  (await drawFrame({ source, mimeType, atMs: Number(atMs) })).toString('base64'),
)
