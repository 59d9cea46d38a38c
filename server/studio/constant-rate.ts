import type { Frame } from 'node-av/lib'

/** A picture and when it is shown, in pictures of the constant rate from the beginning of the video. */
export type TimedPicture = { frame: Frame; tick: number }

/** Of the pictures that fall on one tick the last one, and none that is late. */
export async function* chooseForTicks(pictures: AsyncIterable<TimedPicture>): AsyncGenerator<TimedPicture> {
  let waiting: TimedPicture | null = null
  try {
    for await (const picture of pictures) {
      if (waiting && picture.tick < waiting.tick) continue
      if (waiting && picture.tick > waiting.tick) yield waiting
      waiting?.frame.free()
      waiting = { ...picture, frame: keep(picture.frame) }
    }
    if (waiting) yield waiting
  } finally {
    waiting?.frame.free()
  }
}

/** One picture for each tick from 0 on, whose `pts` says which: each is repeated until the next one, the first one is shown early. */
export async function* fillTicks(pictures: AsyncIterable<Frame>, endTick: () => number): AsyncGenerator<Frame> {
  let shown: Frame | null = null
  let tick = 0n
  try {
    for await (const picture of pictures) {
      if (shown) for (; tick < picture.pts; tick += 1n) yield at(shown, tick)
      shown?.free()
      shown = keep(picture)
    }
    if (shown)
      do {
        yield at(shown, tick)
        tick += 1n
      } while (tick < endTick())
  } finally {
    shown?.free()
  }
}

function at(frame: Frame, tick: bigint): Frame {
  frame.pts = tick
  frame.duration = 1n
  return frame
}

function keep(frame: Frame): Frame {
  const kept = frame.clone()
  if (!kept) throw new Error('There is no memory for another picture.')
  return kept
}
