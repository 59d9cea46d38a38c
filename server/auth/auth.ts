import { apiKey } from '@better-auth/api-key'
import { betterAuth } from 'better-auth'
import { organization } from 'better-auth/plugins'
import type { Db } from '../db/db.ts'

export type AuthOptions = {
  db: Db
  appUrl: string
  secret: string
  trustedOrigins: string[]
  beforeSignUp: (user: { email: string }) => Promise<void>
  afterSignUp: (user: { id: string; name: string }) => Promise<void>
}

export type Auth = ReturnType<typeof createAuth>

/** Users, sessions, workspaces (better-auth's organizations) and API keys, on our own database. */
export function createAuth({ db, appUrl, secret, trustedOrigins, beforeSignUp, afterSignUp }: AuthOptions) {
  return betterAuth({
    appName: 'Clipdeck',
    baseURL: appUrl,
    basePath: '/api/v1/auth',
    secret,
    trustedOrigins,
    telemetry: { enabled: false },
    logger: { disabled: true },
    database: { db, type: 'postgres', transaction: true },
    emailAndPassword: { enabled: true, minPasswordLength: 8, maxPasswordLength: 128 },
    user: { modelName: 'users' },
    session: { modelName: 'sessions', expiresIn: 60 * 60 * 24 * 30, updateAge: 60 * 60 * 24 },
    account: { modelName: 'credentials' },
    verification: { modelName: 'verifications' },
    rateLimit: { enabled: false },
    advanced: {
      cookiePrefix: 'clipdeck',
      useSecureCookies: appUrl.startsWith('https:'),
      database: { generateId: 'uuid' },
    },
    databaseHooks: {
      user: {
        create: {
          before: async (user) => {
            await beforeSignUp({ email: user.email })
          },
          after: async (user) => {
            await afterSignUp({ id: user.id, name: user.name })
          },
        },
      },
    },
    plugins: [
      organization({
        schema: {
          organization: { modelName: 'workspaces' },
          member: { modelName: 'workspaceMembers' },
          invitation: { modelName: 'workspaceInvitations' },
          session: {},
        },
        allowUserToCreateOrganization: false,
      }),
      apiKey({
        references: 'organization',
        defaultPrefix: 'clip_',
        rateLimit: { enabled: false },
        schema: { apikey: { modelName: 'apiKeys' } },
      }),
    ],
  })
}
