import './no-eval.ts'
import './app.css'
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { createQueryClient } from './query-client.ts'
import { makeRouter } from './router.tsx'

const queryClient = createQueryClient({
  // The loader of the signed-in pages asks again who is there, and leads to the sign-in page.
  onSignedOut: () => {
    queryClient.removeQueries({ queryKey: ['me'] })
    void router.invalidate()
  },
})
const router = makeRouter(queryClient)

const root = document.getElementById('app')
if (!root) throw new Error('index.html has no element #app')
createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={queryClient}>
      <RouterProvider router={router} />
    </QueryClientProvider>
  </StrictMode>,
)
