import type { OpenQuestion } from './open-questions.ts'

interface QuestionListProps {
  questions: readonly OpenQuestion[]
  nameOf: (accountId: string) => string
}

/** What is still missing, in the order of the page. */
export function QuestionList({ questions, nameOf }: QuestionListProps) {
  return (
    <div className="text-[0.93rem]">
      <h2 className="font-medium">Still to do</h2>
      <ul className="mt-1 grid gap-1 text-muted">
        {questions.map(({ accountId, message }) => (
          <li key={`${accountId} ${message}`} className="flex gap-2">
            <span aria-hidden>–</span>
            <span>
              {accountId !== null && <span className="font-medium text-ink">{nameOf(accountId)}: </span>}
              {message}
            </span>
          </li>
        ))}
      </ul>
    </div>
  )
}
