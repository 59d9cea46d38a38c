import { createRoute, redirect } from '@tanstack/react-router'
import { signedInRoute } from './signed-in.tsx'

export const homeRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/posts', search: {}, replace: true })
  },
})
