import type { AVCodecID } from 'node-av/constants'
import { Codec } from 'node-av/lib'

// FFmpeg has some 400 more, for games, consoles and cameras of other times. Hardly anybody looks for faults in those, but who has found one.
const PICTURES =
  'h264 hevc vvc vp8 vp9 av1 libdav1d mpeg4 mpeg2video mpeg1video mjpeg prores dnxhd cfhd dvvideo theora h263 flv vp6 vp6f vp6a wmv1 wmv2 wmv3 vc1 msmpeg4 msmpeg4v2 msmpeg4v1 svq1 svq3 qtrle cinepak ffv1 huffyuv ffvhuff utvideo rawvideo v210 png gif'
const SOUNDS =
  'aac aac_latm mp3 mp3float mp2 mp2float mp1 mp1float opus libopus vorbis libvorbis flac alac ac3 eac3 dca truehd wmav1 wmav2 wmapro wmalossless amrnb amrwb speex nellymoser adpcm_ima_qt adpcm_ima_wav adpcm_ms adpcm_swf pcm_u8 pcm_s8 pcm_s16le pcm_s16be pcm_s24le pcm_s24be pcm_s32le pcm_s32be pcm_f32le pcm_f32be pcm_f64le pcm_f64be pcm_alaw pcm_mulaw pcm_bluray pcm_dvd'

/** The decoders of FFmpeg that may see what was uploaded: those of what cameras, phones and cutting programs write. */
export const DECODER_NAMES: readonly string[] = `${PICTURES} ${SOUNDS}`.split(' ')

export function findDecoder(id: AVCodecID): Codec | null {
  const codec = Codec.findDecoder(id)
  return codec?.name && DECODER_NAMES.includes(codec.name) ? codec : null
}
