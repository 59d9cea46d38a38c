import { Plus } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { startConnecting } from './connect-attempt.ts'

export function ConnectButton() {
  const [isLeaving, setIsLeaving] = useState(false)
  const handleClick = () => {
    setIsLeaving(true)
    startConnecting(null)
  }
  return (
    <Button variant="primary" busy={isLeaving} onClick={handleClick}>
      {!isLeaving && <Plus aria-hidden className="size-4" />}
      Connect a TikTok account
    </Button>
  )
}
