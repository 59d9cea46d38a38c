import { X } from 'lucide-react'
import { Toast as RadixToast } from 'radix-ui'
import { createContext, type ReactNode, use, useCallback, useState } from 'react'
import { classNames } from './class-names.ts'

interface Message {
  id: number
  tone: 'good' | 'bad'
  title: string
  detail?: string
}

type Show = (message: Omit<Message, 'id'>) => void

const ShowToast = createContext<Show>(() => {})
const SHOWN_MS = 6000

/** Says in a corner that something happened, where the page itself does not show it. */
export function useToast(): Show {
  return use(ShowToast)
}

export function ToastProvider({ children }: { children: ReactNode }) {
  const [messages, setMessages] = useState<Message[]>([])
  const show = useCallback<Show>((message) => setMessages((shown) => [...shown, { ...message, id: nextId(shown) }]), [])
  const remove = (id: number) => setMessages((shown) => shown.filter((message) => message.id !== id))

  return (
    <ShowToast value={show}>
      <RadixToast.Provider duration={SHOWN_MS} swipeDirection="right">
        {children}
        {messages.map((message) => (
          <ToastCard key={message.id} message={message} onGone={() => remove(message.id)} />
        ))}
        <RadixToast.Viewport className="fixed right-0 bottom-16 z-50 grid w-full max-w-sm gap-2 p-4 outline-none md:bottom-0" />
      </RadixToast.Provider>
    </ShowToast>
  )
}

function ToastCard({ message, onGone }: { message: Message; onGone: () => void }) {
  return (
    <RadixToast.Root
      onOpenChange={(open) => !open && onGone()}
      className={classNames(
        'card flex items-start gap-3 border-l-4 px-4 py-3 shadow-lg',
        message.tone === 'good' ? 'border-l-good' : 'border-l-bad',
      )}
    >
      <div className="min-w-0 flex-1">
        <RadixToast.Title className="font-medium">{message.title}</RadixToast.Title>
        {message.detail && (
          <RadixToast.Description className="text-[0.93rem] text-muted">{message.detail}</RadixToast.Description>
        )}
      </div>
      <RadixToast.Close aria-label="Dismiss" className="rounded-md p-1 text-muted hover:bg-sunken">
        <X aria-hidden className="size-4" />
      </RadixToast.Close>
    </RadixToast.Root>
  )
}

function nextId(shown: readonly Message[]): number {
  return (shown.at(-1)?.id ?? 0) + 1
}
