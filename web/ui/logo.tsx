/** Clipdeck's mark: a deck of clips. */
export function Logo({ className }: { className: string }) {
  return (
    <svg viewBox="0 0 32 32" aria-hidden="true" className={className}>
      <rect x="10" y="2" width="16" height="22" rx="4" className="fill-accent opacity-45" />
      <rect x="5" y="7" width="17" height="23" rx="4" className="fill-accent" />
      <path
        d="M11 14.2v8.6a.8.8 0 0 0 1.2.7l6.9-4.3a.8.8 0 0 0 0-1.4l-6.9-4.3a.8.8 0 0 0-1.2.7z"
        className="fill-on-accent"
      />
    </svg>
  )
}
