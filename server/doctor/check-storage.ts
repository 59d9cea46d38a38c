import { mkdir, mkdtemp, rm, statfs, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { VIDEO_MAX_SIZE_BYTES } from '#shared/limits.ts'
import type { Config, Secrets } from '../config.ts'
import { openStorage } from '../storage/open-storage.ts'
import type { StoragePlace } from '../storage/storage-url.ts'
import { error, type Finding, ok, warn } from './finding.ts'

/** Below this a database on the same disk may stop at any moment. */
const MINIMUM_BYTES = 500_000_000
const GIGABYTE = 1_000_000_000

type Settings = { config: Config; secrets: Secrets }

/** Puts a file where media lie, reads it back and removes it, and asks how much room there is on the disk. */
export async function checkStorage(settings: Settings): Promise<Finding[]> {
  const stored = await checkPlace(settings)
  return stored.level === 'error' ? [stored] : [stored, await checkDisk(settings.config)]
}

async function checkPlace(settings: Settings): Promise<Finding> {
  const { storage } = settings.config
  try {
    await putReadRemove(settings)
    return ok('storage', `${nameOf(storage)} can be written`)
  } catch (cause) {
    return error('storage', `${nameOf(storage)} cannot be written (${reasonOf(cause)})`, remedyOf(storage))
  }
}

async function putReadRemove(settings: Settings): Promise<void> {
  const tempDir = await mkdtemp(join(tmpdir(), 'clipdeck-doctor-'))
  try {
    await using storage = await openStorage(settings, tempDir)
    const key = `doctor-${process.pid}`
    const path = join(tempDir, key)
    await writeFile(path, key)
    await storage.putFile(key, path)
    const read = await text(storage.read(key))
    await storage.remove(key)
    if (read !== key) throw new Error(`what was read is not what was written: ${read.length} characters`)
  } finally {
    await rm(tempDir, { recursive: true, force: true })
  }
}

function nameOf(place: StoragePlace): string {
  if (place.kind === 'disk') return place.dir
  return `s3://${place.bucket}/${place.prefix} at ${place.endpoint ?? `Amazon in ${place.region}`}`
}

function remedyOf({ kind }: StoragePlace): string {
  return kind === 'disk'
    ? 'Let the user that runs Clipdeck write there, or free the disk.'
    : 'Check STORAGE_URL and the AWS_ variables, and let their key list the bucket, and get, put and delete its objects.'
}

/** Of a bucket nobody knows the room; uploads come in on the disk of DATA_DIR first. */
async function checkDisk({ storage, dataDir }: Config): Promise<Finding> {
  const [setting, dir] = storage.kind === 'disk' ? ['STORAGE_URL', storage.dir] : ['DATA_DIR', dataDir]
  try {
    await mkdir(dir, { recursive: true })
    return judgeRoom(await statfs(dir), setting)
  } catch (cause) {
    return error('disk', `${dir} cannot be used (${reasonOf(cause)})`, `Correct ${setting}, or who may write there.`)
  }
}

function judgeRoom({ bavail, bsize }: { bavail: number; bsize: number }, setting: string): Finding {
  const freeBytes = bavail * bsize
  const detail = `${(freeBytes / GIGABYTE).toFixed(1)} GB free`
  if (freeBytes < MINIMUM_BYTES)
    return error('disk', detail, 'Free space now: uploads and the database stop when it is full.')
  if (freeBytes < 2 * VIDEO_MAX_SIZE_BYTES)
    return warn(
      'disk',
      `${detail}, less than two of the largest videos`,
      `Free space, or move ${setting} to a larger disk.`,
    )
  return ok('disk', detail)
}

function reasonOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause)
}
