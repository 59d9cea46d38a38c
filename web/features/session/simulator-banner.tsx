import { ExternalLink, FlaskConical } from 'lucide-react'

/** Says on every page that TikTok is not the real one. */
export function SimulatorBanner({ url }: { url: string }) {
  return (
    <aside
      aria-label="Simulator"
      className="flex flex-wrap items-center justify-center gap-x-2 bg-warn-soft px-4 py-1 text-[0.87rem] text-warn"
    >
      <FlaskConical aria-hidden className="size-4" />
      <span className="font-medium">Simulator: nothing reaches TikTok</span>
      <a
        href={url}
        target="_blank"
        rel="noreferrer"
        className="inline-flex items-center gap-1 underline underline-offset-2"
      >
        Open the simulator
        <ExternalLink aria-hidden className="size-3.5" />
      </a>
    </aside>
  )
}
