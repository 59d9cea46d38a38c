import { ExternalLink, FlaskConical } from 'lucide-react'

/** Says on every page that TikTok is not the real one. */
export function SimulatorBanner({ url }: { url: string }) {
  return (
    <aside
      aria-label="Simulator"
      data-simulator
      className="z-30 flex min-h-(--banner-height) items-center justify-center gap-x-2 bg-warn-soft px-3 text-[0.83rem] whitespace-nowrap text-warn md:sticky md:top-0"
    >
      <FlaskConical aria-hidden className="size-4" />
      <span className="font-medium">Simulator: nothing reaches TikTok</span>
      <a
        href={url}
        target="_blank"
        rel="noreferrer"
        className="inline-flex items-center gap-1 underline underline-offset-2"
      >
        Open it
        <ExternalLink aria-hidden className="size-3.5" />
      </a>
    </aside>
  )
}
