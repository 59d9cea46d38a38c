import { authorizeByScript } from '#simulator/authorize-by-script.ts'
import { createHttpClient } from '../../test/http-client.ts'
import { createPerson, type Person } from '../../test/person.ts'

/** The first user of the product at `url`, signed in. */
export async function signUp(url: string): Promise<Person> {
  const client = createHttpClient(url)
  const email = 'bench@example.com'
  const body = { name: 'Bench', email, password: 'correct horse battery' }
  const { status } = await client.send('POST', '/api/v1/auth/sign-up/email', body)
  if (status !== 200) throw new Error(`Sign-up was answered ${status}.`)
  return createPerson({ client, simulator: { authorize: authorizeByScript }, url, email })
}
