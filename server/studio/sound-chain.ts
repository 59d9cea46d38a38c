import type { Frame } from 'node-av/lib'
import { AAC_SAMPLES, SAMPLE_RATE } from './sound-encoder.ts'

/** `resampling` are further options of FFmpeg's aresample, `filters` what else is done to it. */
type Shape = { resampling?: string; filters: readonly string[] }

/** The filters that bring a sound into the form that the encoder wants, in pieces of its size. */
export function soundChain(frame: Frame, { resampling = '', filters }: Shape): string[] {
  return [
    sourceOf(frame),
    `aresample=${SAMPLE_RATE}${resampling}`,
    'aformat=sample_fmts=fltp:channel_layouts=stereo',
    ...filters,
    `asetnsamples=n=${AAC_SAMPLES}:p=0`,
    'abuffersink@out',
  ]
}

function sourceOf({ sampleRate, format, channelLayout: { nbChannels, mask } }: Frame): string {
  const layout = mask > 0n ? `channel_layout=0x${mask.toString(16)}` : `channels=${nbChannels}`
  return `abuffer@in=sample_rate=${sampleRate}:sample_fmt=${format}:${layout}:time_base=1/${sampleRate}`
}
