import { ChevronLeft, ChevronRight, type LucideIcon } from 'lucide-react'
import { type KeyboardEvent, useRef, useState } from 'react'
import { Picture } from './picture.tsx'

export interface Slide {
  key: string
  sources: readonly string[]
}

interface CarouselProps {
  label: string
  slides: readonly Slide[]
  /** The slide that stands for all of them in a profile. */
  coverIndex: number
}

/** Photos to swipe through, as TikTok shows them. */
export function Carousel({ label, slides, coverIndex }: CarouselProps) {
  const track = useRef<HTMLUListElement>(null)
  const [current, setCurrent] = useState(0)
  const index = Math.min(current, slides.length - 1)

  const show = (next: number) => track.current?.scrollTo({ left: next * track.current.clientWidth })
  const handleScroll = () => {
    const { scrollLeft = 0, clientWidth = 1 } = track.current ?? {}
    setCurrent(Math.round(scrollLeft / clientWidth))
  }
  const handleKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return
    event.preventDefault()
    show(event.key === 'ArrowLeft' ? index - 1 : index + 1)
  }

  return (
    <section
      aria-roledescription="carousel"
      aria-label={label}
      className="relative overflow-hidden rounded-xl bg-black"
      onKeyDown={handleKeyDown}
    >
      <ul
        ref={track}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard.
        tabIndex={0}
        className="flex aspect-[9/16] snap-x snap-mandatory overflow-x-auto overscroll-x-contain [scrollbar-width:none] focus-visible:-outline-offset-2 motion-safe:scroll-smooth"
        onScroll={handleScroll}
      >
        {slides.map(({ key, sources }, slideIndex) => (
          <li key={key} className="relative size-full shrink-0 snap-center">
            <Picture
              sources={sources}
              alt={`${slideIndex + 1} of ${slides.length}`}
              className="size-full object-contain"
            />
            {slideIndex === coverIndex && <CoverMark />}
          </li>
        ))}
      </ul>
      {slides.length > 1 && (
        <>
          {index > 0 && <Arrow icon={ChevronLeft} label="Previous photo" onClick={() => show(index - 1)} />}
          {index < slides.length - 1 && (
            <Arrow icon={ChevronRight} label="Next photo" isNext onClick={() => show(index + 1)} />
          )}
          <p
            aria-live="polite"
            className="absolute inset-x-0 bottom-2 mx-auto w-fit rounded-full bg-black/60 px-2.5 py-0.5 text-[0.8rem] text-white tabular-nums"
          >
            {index + 1} / {slides.length}
          </p>
        </>
      )}
    </section>
  )
}

export function CoverMark() {
  return (
    <span className="absolute top-2 left-2 rounded-full bg-accent px-2 py-0.5 text-[0.77rem] font-medium text-on-accent">
      Cover
    </span>
  )
}

interface ArrowProps {
  icon: LucideIcon
  label: string
  isNext?: boolean
  onClick: () => void
}

function Arrow({ icon: Icon, label, isNext = false, onClick }: ArrowProps) {
  return (
    <button
      type="button"
      aria-label={label}
      onClick={onClick}
      className={`absolute top-1/2 grid size-9 -translate-y-1/2 place-items-center rounded-full bg-black/60 text-white hover:bg-black/80 ${isNext ? 'right-2' : 'left-2'}`}
    >
      <Icon aria-hidden className="size-5" />
    </button>
  )
}
