import type { Packet, Stream } from 'node-av/lib'
import type { openMovie } from './movie-writer.ts'

type Movie = Awaited<ReturnType<typeof openMovie>>
/** A track of the movie and what goes into it. */
export type Lane = { track: Stream; packets: AsyncGenerator<Packet>; secondsPerUnit: number }

/**
 * Writes what comes of each lane, always on with the one that is behind, so that a player finds close together what belongs together.
 * Gives in seconds where each of them ended.
 */
export async function interleave(
  movie: Movie,
  lanes: readonly Lane[],
  tellTime: (second: number) => void,
): Promise<number[]> {
  const states = lanes.map((lane) => ({ ...lane, end: 0, isDone: false }))
  for (;;) {
    const [state] = states.filter(({ isDone }) => !isDone).sort((one, other) => one.end - other.end)
    if (!state) return states.map(({ end }) => end)
    const { value: packet, done } = await state.packets.next()
    if (done) state.isDone = true
    else {
      state.end = Math.max(state.end, Number(packet.pts + packet.duration) * state.secondsPerUnit)
      await movie.write(state.track, packet)
      tellTime(state.end)
    }
  }
}
