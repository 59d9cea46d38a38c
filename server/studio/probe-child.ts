// A program of its own, started by probe-media.ts: it opens one local file with FFmpeg and sends what it found.
import { answerParent } from './answer-parent.ts'
import { readMedia } from './read-media.ts'

await answerParent(([path = '']) => readMedia(path))
