import { useMutation } from '@tanstack/react-query'
import { LogOut } from 'lucide-react'
import { errorWords } from '../../error-words.ts'
import { Button } from '../../ui/button.tsx'
import { useToast } from '../../ui/toast.tsx'
import { signOut } from './authenticate.ts'

export function SignOutButton({ onSignedOut }: { onSignedOut: () => void }) {
  const showToast = useToast()
  const attempt = useMutation({
    mutationFn: signOut,
    onSuccess: onSignedOut,
    onError: (error) => showToast({ tone: 'bad', ...wordsFor(error) }),
  })
  return (
    <Button busy={attempt.isPending} onClick={() => attempt.mutate()}>
      <LogOut aria-hidden className="size-4" />
      Sign out
    </Button>
  )
}

function wordsFor(error: Error) {
  const { title, detail } = errorWords(error)
  return { title: `You are still signed in: ${title}`, detail }
}
