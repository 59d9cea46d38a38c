import { mkdir, rm, statfs, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { VIDEO_MAX_SIZE_BYTES } from '#shared/limits.ts'
import type { Config } from '../config.ts'
import { error, type Finding, ok, warn } from './finding.ts'

/** Below this a database on the same disk may stop at any moment. */
const MINIMUM_BYTES = 500_000_000
const GIGABYTE = 1_000_000_000

/** Writes a file where media lie, and asks how much room there is. */
export async function checkStorage({ storage: { dir } }: Config): Promise<Finding[]> {
  const probe = join(dir, `.doctor-${process.pid}`)
  try {
    await mkdir(dir, { recursive: true })
    await writeFile(probe, 'ok', { flag: 'wx' })
    await rm(probe)
    return [ok('storage', `${dir} can be written`), await checkDisk(dir)]
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    return [
      error(
        'storage',
        `${dir} cannot be written (${reason})`,
        'Let the user that runs Clipdeck write there, or free the disk.',
      ),
    ]
  }
}

async function checkDisk(dir: string): Promise<Finding> {
  const { bavail, bsize } = await statfs(dir)
  const freeBytes = bavail * bsize
  const detail = `${(freeBytes / GIGABYTE).toFixed(1)} GB free`
  if (freeBytes < MINIMUM_BYTES)
    return error('disk', detail, 'Free space now: uploads and the database stop when it is full.')
  if (freeBytes < 2 * VIDEO_MAX_SIZE_BYTES)
    return warn(
      'disk',
      `${detail}, less than two of the largest videos`,
      'Free space, or move STORAGE_URL to a larger disk.',
    )
  return ok('disk', detail)
}
