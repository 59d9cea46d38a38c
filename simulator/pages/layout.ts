import { type Html, html } from './html.ts'

export type PageName = 'feed' | 'creators' | 'drafts' | 'faults' | 'authorize' | null

const LINKS: [PageName, string, string][] = [
  ['feed', '/', 'Feed'],
  ['creators', '/creators', 'Creators'],
  ['drafts', '/drafts', 'Drafts'],
  ['faults', '/faults', 'Faults'],
]

/** The frame of every page. It says on each one that this is not TikTok. */
export function layout(title: string, current: PageName, content: Html): string {
  const links = LINKS.map(
    ([name, href, text]) => html`<a href="${href}" ${name === current && html`aria-current="page"`}>${text}</a>`,
  )
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} · TikTok simulator</title>
<link rel="icon" href="/assets/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/assets/style.css">
</head>
<body>
<p class="notice"><strong>TikTok simulator — not TikTok.</strong> <span>Nothing here reaches tiktok.com.</span></p>
<header><div class="bar"><a class="brand" href="/">simulator</a>${current !== 'authorize' && html`<nav aria-label="Pages">${links}</nav>`}</div></header>
<main>${content}</main>
</body>
</html>
`.text
}
