import { api, NoContent } from '../../api.ts'

export interface Credentials {
  email: string
  password: string
}

export interface NewUser extends Credentials {
  name: string
}

export async function signIn(credentials: Credentials): Promise<void> {
  await api(NoContent, '/auth/sign-in/email', { method: 'POST', body: credentials })
}

export async function signUp(user: NewUser): Promise<void> {
  await api(NoContent, '/auth/sign-up/email', { method: 'POST', body: user })
}

export async function signOut(): Promise<void> {
  await api(NoContent, '/auth/sign-out', { method: 'POST' })
}
