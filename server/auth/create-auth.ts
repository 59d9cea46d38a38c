import type { Context } from '../context.ts'
import { type Auth, createAuth } from './auth.ts'
import { trustedOrigins } from './origins.ts'
import { checkSignUp, createWorkspace } from './sign-up.ts'

/** Sign-in for this installation. */
export function authFor({ config, secrets, db, clock }: Context): Auth {
  return createAuth({
    db,
    appUrl: config.appUrl,
    secret: secrets.sessionSecret.reveal(),
    trustedOrigins: trustedOrigins(config.appUrl),
    beforeSignUp: ({ email }) => checkSignUp(db, { email, signups: config.signups, now: clock.now() }),
    afterSignUp: (user) => createWorkspace(db, clock.now(), user),
  })
}
