// A program of its own, started by make-photo.ts: it decodes one local image and writes it as the JPEG that TikTok is to get, and small.
import { answerParent } from './answer-parent.ts'
import { drawPhoto } from './draw-photo.ts'
import { shrinkPhoto } from './shrink-photo.ts'

await answerParent(async ([photoPath = '', path = '', thumbnailPath = '']) => {
  const facts = await drawPhoto(path, photoPath)
  if (thumbnailPath) await shrinkPhoto(photoPath, thumbnailPath)
  return facts
})
