import { join, resolve } from 'node:path'

/** A bucket at an S3. `prefix` is empty or ends with a slash; without `endpoint` it is Amazon's own of that region. */
export type S3Place = { kind: 's3'; bucket: string; prefix: string; endpoint: string | null; region: string }
export type StoragePlace = { kind: 'disk'; dir: string } | S3Place

/** Amazon's rules; those who speak its protocol take no others. Page: AmazonS3/latest/userguide/bucketnamingrules.html */
const BUCKET = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/
/** Names that need no care in URLs and signatures. Page: AmazonS3/latest/userguide/object-keys.html */
const PREFIX = /^([\w-][\w.-]*(\/[\w-][\w.-]*)*)?$/
/** What servers other than Amazon's go by, where they ask for a region at all. */
const USUAL_REGION = 'us-east-1'
const FORM = 's3://bucket/prefix?endpoint=https://s3.example.com&region=us-east-1'

type Read = { storage: StoragePlace; problems: string[] }

/** Reads `STORAGE_URL`; unset it is a folder of `dataDir`. `problems` says what is wrong with it, in sentences. */
export function readStorageUrl(text: string | undefined, dataDir: string): Read {
  if (text === undefined) return { storage: { kind: 'disk', dir: join(dataDir, 'media') }, problems: [] }
  if (text.startsWith('s3:')) return readS3Url(text)
  const storage = { kind: 'disk' as const, dir: resolve(text.slice('file:'.length)) }
  const problem = `STORAGE_URL must start with "file:" or with "s3:". A bucket is ${FORM}`
  return { storage, problems: text.startsWith('file:') ? [] : [problem] }
}

function readS3Url(text: string): Read {
  const url = URL.parse(text)
  const prefix = url?.pathname.replaceAll(/^\/+|\/+$/g, '') ?? ''
  const storage: S3Place = {
    kind: 's3',
    bucket: url?.hostname ?? '',
    prefix: prefix && `${prefix}/`,
    endpoint: url?.searchParams.get('endpoint') || null,
    region: url?.searchParams.get('region') || USUAL_REGION,
  }
  const problems = url ? s3Problems(url, { ...storage, prefix }) : [`is not a URL. A bucket is ${FORM}`]
  return { storage, problems: problems.map((problem) => `STORAGE_URL ${problem}`) }
}

function s3Problems(url: URL, { bucket, prefix, endpoint }: S3Place): string[] {
  const names = [...url.searchParams.keys()]
  const unknown = names.filter((name) => !['endpoint', 'region'].includes(name))
  const problems: string[] = []
  if (url.username || url.password)
    problems.push('holds credentials: take them out, and set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY instead.')
  if (!BUCKET.test(bucket) || url.port || url.hash)
    problems.push(`names no bucket (3 to 63 small letters, digits, "-" and "."). Write it as ${FORM}`)
  if (!PREFIX.test(prefix))
    problems.push('has a prefix with other things than letters, digits, "_", "-", "." and single slashes.')
  if (endpoint && !isEndpoint(endpoint))
    problems.push('has an endpoint that is not an http or https URL, without credentials, "?" and "#".')
  if (!endpoint && !url.searchParams.get('region'))
    problems.push(
      'needs a region, such as ?region=eu-central-1, or an endpoint, such as ?endpoint=https://s3.example.com.',
    )
  if (unknown.length > 0)
    problems.push(`says ${unknown.join(', ')} after the "?": only endpoint and region have a meaning there.`)
  return problems
}

function isEndpoint(text: string): boolean {
  const url = URL.parse(text)
  return url !== null && /^https?:$/.test(url.protocol) && !url.username && !url.password && !url.search && !url.hash
}
