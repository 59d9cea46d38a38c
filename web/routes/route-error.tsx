import { type ErrorComponentProps, useRouter } from '@tanstack/react-router'
import { errorWords } from '../error-words.ts'
import { ProblemNotice } from '../ui/problem-notice.tsx'

export function RouteError({ error, reset }: ErrorComponentProps) {
  const router = useRouter()
  const handleRetry = () => {
    reset()
    void router.invalidate()
  }
  return (
    <main className="mx-auto grid w-full max-w-xl content-center px-4 py-16">
      <ProblemNotice {...errorWords(error)} onRetry={handleRetry} />
    </main>
  )
}
