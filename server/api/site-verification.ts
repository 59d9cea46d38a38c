import type { ApiParts, App } from './api-parts.ts'

/** The files by which TikTok verifies that MEDIA_PUBLIC_URL, or the place of the media under it, belongs to the app. */
export function siteVerificationRoutes(app: App, { ctx }: ApiParts): void {
  for (const { name, text } of ctx.config.tiktok.verificationFiles)
    for (const folder of ['', '/media/public'])
      app.get(`${folder}/${name}`, { schema: { hide: true } }, async (_request, reply) =>
        reply.type('text/plain; charset=utf-8').send(text),
      )
}
