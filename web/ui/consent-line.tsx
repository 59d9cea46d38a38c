const MUSIC_USAGE_URL = 'https://www.tiktok.com/legal/page/global/music-usage-confirmation/en'
const BRANDED_CONTENT_URL = 'https://www.tiktok.com/legal/page/global/bc-policy/en'

/** The consent in the words of TikTok's content-sharing-guidelines. */
export function ConsentLine({ hasBrandedContent }: { hasBrandedContent: boolean }) {
  return (
    <p>
      By posting, you agree to TikTok's{' '}
      {hasBrandedContent && (
        <>
          <PolicyLink url={BRANDED_CONTENT_URL} name="Branded Content Policy" /> and{' '}
        </>
      )}
      <PolicyLink url={MUSIC_USAGE_URL} name="Music Usage Confirmation" />
    </p>
  )
}

function PolicyLink({ url, name }: { url: string; name: string }) {
  return (
    <a href={url} target="_blank" rel="noreferrer" className="text-link">
      {name}
    </a>
  )
}
