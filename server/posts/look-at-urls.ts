import type { Failure } from '#shared/api/posts.ts'
import type { Context } from '../context.ts'
import type { PublicFile } from '../media/public-file.ts'
import { publicUrlProblem } from '../media/public-url-problem.ts'
import type { Secret } from '../vault/secret.ts'

type Looked = PublicFile & { fileName: string; url: Secret }

const AT_ONCE = 6

/** Looks from here whether each URL gives its file, some at a time; null when all do. What is wrong with one ends it. */
export async function lookAtUrls({ config }: Context, files: readonly Looked[]): Promise<Failure | null> {
  const waiting = files.values()
  const problems: string[] = []
  const look = async () => {
    for (const file of waiting) {
      const problem = problems.length > 0 ? null : await publicUrlProblem(file.url, file)
      if (problem)
        problems.push(
          `${file.fileName} cannot be fetched from MEDIA_PUBLIC_URL (${config.mediaPublicUrl}): ${problem}.`,
        )
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, look))
  const [detail] = problems
  if (!detail) return null
  const remedy =
    'Let MEDIA_PUBLIC_URL lead to Clipdeck, from the internet and from the workers. It is tried again by itself.'
  return { code: 'media_url_unreachable', detail, remedy }
}
