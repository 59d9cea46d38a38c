import { S3Client, S3ServiceException } from '@aws-sdk/client-s3'
import type { Secret } from '../vault/secret.ts'
import { StorageError } from './storage-error.ts'
import type { S3Place } from './storage-url.ts'

export type S3Credentials = { accessKeyId: Secret; secretAccessKey: Secret; sessionToken: Secret | null }

const CONNECT_MS = 5000
/** Without a byte in either direction; a large object is put together within it. */
const SILENCE_MS = 60_000
const TRIES = 3

/** A client of that place with that key, whatever the environment says of others. It fails with StorageErrors. */
export function createS3Client({ endpoint, region }: S3Place, credentials: S3Credentials): S3Client {
  const { accessKeyId, secretAccessKey, sessionToken } = credentials
  const client = new S3Client({
    region,
    credentials: {
      accessKeyId: accessKeyId.reveal(),
      secretAccessKey: secretAccessKey.reveal(),
      ...(sessionToken && { sessionToken: sessionToken.reveal() }),
    },
    ...(endpoint !== null && { endpoint, forcePathStyle: true }),
    ignoreConfiguredEndpointUrls: true,
    // Few servers other than Amazon's know the checksums that are new; the signature covers what is sent anyway.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    // With it each part would have a connection of its own.
    expectContinueHeader: false,
    maxAttempts: TRIES,
    retryMode: 'standard',
    requestHandler: {
      connectionTimeout: CONNECT_MS,
      socketTimeout: SILENCE_MS,
      // A reader that takes its time holds a connection, and must not hold up the others.
      httpAgent: { maxSockets: Number.POSITIVE_INFINITY },
      httpsAgent: { maxSockets: Number.POSITIVE_INFINITY },
    },
  })
  client.middlewareStack.add(
    (next) => async (args) => {
      try {
        return await next(args)
      } catch (error) {
        throw asStorageError(error)
      }
    },
    { step: 'initialize', priority: 'high', name: 'failWithStorageErrors' },
  )
  return client
}

/** Without the cause: an answer of S3 may repeat the key id and what was signed. */
function asStorageError(error: unknown): unknown {
  if (!(error instanceof Error) || error.name === 'AbortError') return error
  if (error instanceof S3ServiceException) {
    const { name, message, $metadata } = error
    const isMissing = name === 'NoSuchKey' || name === 'NotFound'
    return new StorageError(`S3 answered ${$metadata.httpStatusCode} ${name}: ${message}`, isMissing ? 'ENOENT' : name)
  }
  const code = 'code' in error && typeof error.code === 'string' ? error.code : error.name
  return new StorageError(`S3 does not answer (${[code, error.message].filter(Boolean).join(': ')})`, code)
}
