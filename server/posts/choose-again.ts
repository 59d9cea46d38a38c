import type { Target, UpdatePost } from '#shared/api/posts.ts'
import { getAccount } from '../accounts/accounts-store.ts'
import type { Context } from '../context.ts'
import type { Tx } from '../db/db.ts'
import type { PostRow, PublicationRow } from '../db/tables.ts'
import { AppError, invalidInput } from '../errors.ts'
import { notifyWorkspace } from '../events/notify-workspace.ts'
import { checkTargets } from './check-targets.ts'
import { consentText } from './consent-text.ts'
import { updatePost } from './posts-store.ts'
import { updatePublication } from './publications-store.ts'
import { startAgain } from './retry-post.ts'
import { type Author, storedConsent } from './schedule-post.ts'
import { abandonTransfer } from './start-transfer.ts'
import { targetChoices } from './target-choices.ts'
import { currentTransfers } from './transfers-store.ts'

type Held = { target: Target; publication: PublicationRow }
type Begun = { author: Author; post: PostRow; publications: PublicationRow[] }

/** What TikTok no longer offers is chosen anew for the accounts in `targets`, all of them held; they go on at once, or at their time. */
export async function chooseAgain(
  ctx: Context,
  tx: Tx,
  { author, post, publications }: Begun,
  { targets, consent, onFull: _, ...more }: UpdatePost,
): Promise<void> {
  if (!targets || Object.values(more).some((value) => value !== undefined)) throw tooLateToChange()
  await checkTargets(ctx, tx, author.workspaceId, targets)
  const held = targets.map((target) => ({ target, publication: heldFor(publications, target) }))
  const isBranded = targets.some(({ brandContent }) => brandContent)
  if (held.some((each) => asksForConsent(each, post)) && !consent?.musicUsage)
    throw invalidInput({
      path: 'consent.musicUsage',
      message: `These choices need a consent of their own: "${consentText(isBranded)}".`,
    })
  const now = ctx.clock.now()
  if (consent) await updatePost(tx, post.id, { consent: storedConsent({ consent, isBranded, author, now }) })
  for (const { target, publication } of held) await goOnWith(ctx, tx, publication, target)
  await notifyWorkspace(tx, author.workspaceId, { type: 'post', postId: post.id })
}

/** What was agreed to when the post was scheduled does not cover branded content, nor a direct post where a draft was meant. */
function asksForConsent({ target, publication }: Held, { consent }: PostRow): boolean {
  if (target.mode === 'draft') return false
  return !consent?.musicUsage || (target.brandContent && !publication.brandContent)
}

function heldFor(publications: PublicationRow[], target: Target): PublicationRow {
  const publication = publications.find(({ accountId }) => accountId === target.accountId)
  if (publication?.status !== 'held') throw tooLateToChange()
  return publication
}

async function goOnWith(ctx: Context, tx: Tx, publication: PublicationRow, target: Target): Promise<void> {
  const { id, status, accountId } = publication
  const transfer = (await currentTransfers(tx, [id])).get(id) ?? null
  if (transfer?.lastChunkAt) throw tooLateToChange()
  // An upload that has begun carries the old choices.
  await abandonTransfer(ctx, tx, { publication, account: await getAccount(tx, accountId) }, transfer)
  const publishAt = target.publishAt && target.publishAt !== 'now' ? new Date(target.publishAt) : publication.publishAt
  const chosen = await updatePublication(tx, { id, status }, { ...targetChoices(target), publishAt })
  if (chosen) await startAgain(ctx, tx, chosen, 'Chosen again.')
}

export function tooLateToChange(): AppError {
  return new AppError('conflict', 'Publishing of this post has begun; it can no longer be changed or deleted.', {
    remedy:
      'What is held can be chosen again for its accounts. Cancel the rest that has not gone out, and make a new post.',
  })
}
