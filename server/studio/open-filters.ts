import { AV_BUFFERSRC_FLAG_KEEP_REF } from 'node-av/constants'
import { FFmpegError, FilterGraph, Frame } from 'node-av/lib'

export type Filters = Awaited<ReturnType<typeof openFilters>>

/** Filters of FFmpeg in a row, from a source that is called `…@in` to a sink that is called `…@out`. */
export async function openFilters(chain: readonly string[]) {
  const graph = new FilterGraph()
  graph.alloc()
  // Else one for each core of the machine, and each counts against the memory of the process.
  graph.nbThreads = 1
  FFmpegError.throwIfError(graph.parse2(chain.join(',')), 'making the filters failed')
  FFmpegError.throwIfError(await graph.config(), 'preparing the filters failed')
  const source = graph.filters?.find(({ name }) => name?.endsWith('@in'))
  const sink = graph.filters?.find(({ name }) => name?.endsWith('@out'))
  if (!source || !sink) throw new Error('the filters have no ends')

  return {
    /** Gives what comes of a frame, each good until the next one is asked for. Null: it was the last one. */
    async *filter(frame: Frame | null): AsyncGenerator<Frame> {
      const added = await source.buffersrcAddFrame(frame, AV_BUFFERSRC_FLAG_KEEP_REF)
      FFmpegError.throwIfError(added, 'filtering failed')
      using result = new Frame()
      result.alloc()
      while ((await sink.buffersinkGetFrame(result)) >= 0) {
        yield result
        result.unref()
      }
    },
    [Symbol.dispose]: () => graph.free(),
  }
}
