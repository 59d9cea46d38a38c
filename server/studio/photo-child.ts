// A program of its own, started by make-photo.ts: it decodes one local image and writes it as the JPEG that TikTok is to get.
import { answerParent } from './answer-parent.ts'
import { drawPhoto } from './draw-photo.ts'

await answerParent(([photoPath = '', path = '']) => drawPhoto(path, photoPath))
