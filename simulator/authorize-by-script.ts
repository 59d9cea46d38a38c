export type ScriptedChoice = {
  /** The @handle to continue as. */
  username: string
  /** What stays ticked; everything when absent. */
  scopes?: string[] | undefined
  cancel?: boolean | undefined
}

/** Does over HTTP what a person does on the consent page: opens it, chooses, decides. */
export async function authorizeByScript(authorizeUrl: string, choice: ScriptedChoice): Promise<string> {
  const asked = new URL(authorizeUrl)
  const page = await fetch(asked, { redirect: 'manual' })
  if (page.status !== 200) throw new Error(`The authorize page answered ${page.status}: ${await page.text()}`)
  await page.text()
  const form = new URLSearchParams(asked.search)
  form.set('creator', choice.username)
  form.set('scopes', choice.scopes?.join(',') ?? asked.searchParams.get('scope') ?? '')
  form.set('decision', choice.cancel ? 'cancel' : 'authorize')
  const response = await fetch(new URL('/v2/auth/authorize/decision', asked), {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: String(form),
    redirect: 'manual',
  })
  const location = response.headers.get('location')
  if (location === null) throw new Error(`The decision was answered ${response.status}: ${await response.text()}`)
  return location
}
