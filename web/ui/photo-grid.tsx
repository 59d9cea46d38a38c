/** The photos of a post, in their order. */
export function PhotoGrid({ urls }: { urls: readonly string[] }) {
  return (
    <ol className="grid grid-cols-2 gap-2">
      {urls.map((url, index) => (
        <li key={url}>
          <img
            src={url}
            alt={`${index + 1} of ${urls.length}`}
            loading="lazy"
            className="aspect-[9/16] w-full rounded-lg bg-sunken object-cover"
          />
        </li>
      ))}
    </ol>
  )
}
