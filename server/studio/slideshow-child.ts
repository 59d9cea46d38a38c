// A program of its own, started by make-slideshow.ts: it reads local images, and writes the video of a slideshow.
import { answerParent } from './answer-parent.ts'
import { Slideshow } from './make-slideshow.ts'
import { writeSlideshow } from './write-slideshow.ts'

await answerParent(async ([wish = ''], tellProgress) => {
  await writeSlideshow(Slideshow.parse(JSON.parse(wish)), tellProgress)
  return true
})
