import type { Config, Secrets } from '../config.ts'
import { createDiskStorage } from './disk.ts'
import type { Storage } from './storage.ts'

/** The storage that the configuration names. `tempDir` is for local copies of what lies elsewhere. */
export async function openStorage(
  { config, secrets }: { config: Pick<Config, 'storage'>; secrets: Pick<Secrets, 's3'> },
  tempDir: string,
): Promise<Storage> {
  const { storage: place } = config
  if (place.kind === 'disk') return createDiskStorage(place.dir)
  if (!secrets.s3) throw new Error('There are no credentials for S3.')
  // The client costs 36 MB of memory: only where it is used.
  const { createS3Storage } = await import('./s3.ts')
  return createS3Storage(place, { credentials: secrets.s3, tempDir })
}
