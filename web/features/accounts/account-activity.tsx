import type { Account } from '#shared/api/accounts.ts'
import { Moment } from '../../ui/moment.tsx'
import { ProgressBar } from '../../ui/progress-bar.tsx'

/** How much of the day's posts is used, and when it published last. */
export function AccountActivity({ account }: { account: Account }) {
  const { used, cap, learned } = account.postsToday
  return (
    <div className="grid min-w-0 content-start gap-1.5 text-[0.93rem]">
      <p title="Direct posts in the last 24 hours. TikTok counts those of other apps, too.">
        <span className="font-medium tabular-nums">
          {used} of {cap}
        </span>{' '}
        posts today
      </p>
      <ProgressBar label={`Posts of ${account.displayName} today`} value={Math.min(used, cap)} max={cap} />
      {learned && (
        <p className="text-[0.87rem] text-muted">
          TikTok takes {cap} in 24 hours, since <Moment at={learned.since} />
        </p>
      )}
      <p className="text-[0.87rem] text-muted">
        {account.lastPublishedAt ? (
          <>
            Last post <Moment at={account.lastPublishedAt} />
          </>
        ) : (
          'Nothing published yet'
        )}
      </p>
    </div>
  )
}
