import { pino } from 'pino'

export type Logger = pino.Logger

/** Whatever has one of these names is masked, at the top and one level down (pino's wildcards go no deeper). */
const secretNames = [
  'accessToken',
  'refreshToken',
  'access_token',
  'refresh_token',
  'code',
  'codeVerifier',
  'clientSecret',
  'uploadUrl',
  'upload_url',
  'publicUrl',
  'videoUrl',
  'video_url',
  'imageUrls',
  'photo_images',
  'token',
  'authorization',
  'cookie',
  'set-cookie',
  'password',
  'key',
  'state',
  'caption',
]

export type LoggerOptions = { level: string; destination?: pino.DestinationStream }

/** Structured logs, a JSON line each. Secrets and captions never appear; errors carry their code and TikTok's log id. */
export function createLogger({ level, destination }: LoggerOptions): Logger {
  const options: pino.LoggerOptions = {
    level,
    base: { pid: process.pid },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    serializers: { err: describeError },
    redact: { paths: secretNames.flatMap((name) => [path(name), `*${path(name, true)}`]), censor: '[secret]' },
  }
  return destination ? pino(options, destination) : pino(options)
}

function path(name: string, nested = false): string {
  return name.includes('-') ? `["${name}"]` : `${nested ? '.' : ''}${name}`
}

type ErrorLines = {
  type: string
  message: string
  stack?: string
  tiktokCode?: unknown
  status?: unknown
  logId?: unknown
  cause?: ErrorLines
}

function describeError(error: unknown): ErrorLines {
  if (!(error instanceof Error)) return { type: typeof error, message: String(error) }
  const lines: ErrorLines = { type: error.name, message: error.message }
  if (error.stack) lines.stack = error.stack
  if ('code' in error) lines.tiktokCode = error.code
  if ('status' in error) lines.status = error.status
  if ('logId' in error) lines.logId = error.logId
  if (error.cause !== undefined) lines.cause = describeError(error.cause)
  return lines
}
