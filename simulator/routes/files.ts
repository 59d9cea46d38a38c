import { createReadStream, readFileSync } from 'node:fs'
import type { FastifyInstance, FastifyReply } from 'fastify'
import { z } from 'zod'
import { avatarSvg } from '../pages/avatar.ts'
import { avatarPng } from '../pages/avatar-png.ts'
import { nowMsOf, type World } from '../world.ts'

const ASSETS = {
  'style.css': 'text/css; charset=utf-8',
  'search.js': 'text/javascript; charset=utf-8',
  'settings.js': 'text/javascript; charset=utf-8',
  'buttons.js': 'text/javascript; charset=utf-8',
  'live.js': 'text/javascript; charset=utf-8',
  'icon.svg': 'image/svg+xml',
}

const MediaParams = z.object({ publishId: z.string(), index: z.coerce.number().int().nonnegative() })
const NameParams = z.object({ name: z.string() })
const Expiry = z.object({ 'x-expires': z.coerce.number().optional() })

/** Avatars, covers, received media and the pages' own files. */
export function addFileRoutes(app: FastifyInstance, world: World): void {
  for (const [name, type] of Object.entries(ASSETS)) {
    const bytes = readFileSync(new URL(`../pages/${name}`, import.meta.url))
    app.get(`/assets/${name}`, async (_request, reply) =>
      reply.type(type).header('cache-control', 'max-age=60').send(bytes),
    )
  }
  app.get('/avatars/:name', async (request, reply) => {
    const { name } = NameParams.parse(request.params)
    if (!name.endsWith('.png')) return svg(reply, name)
    const { 'x-expires': expiresS = Infinity } = Expiry.parse(request.query)
    if (expiresS * 1000 <= nowMsOf(world)) return reply.code(403).send()
    return reply.type('image/png').send(avatarPng(name.slice(0, -'.png'.length)))
  })
  app.get('/covers/:name', async (request, reply) => svg(reply, NameParams.parse(request.params).name))
  app.get('/media/:publishId/:index', async (request, reply) => {
    const { publishId, index } = MediaParams.parse(request.params)
    const file = world.state.tasks.get(publishId)?.files[index]
    if (!file) return reply.code(404).send()
    const range = readRange(request.headers.range, file.sizeBytes)
    if (range === 'unsatisfiable') return reply.code(416).header('content-range', `bytes */${file.sizeBytes}`).send()
    const { start, end } = range ?? { start: 0, end: file.sizeBytes - 1 }
    if (range) reply.code(206).header('content-range', `bytes ${start}-${end}/${file.sizeBytes}`)
    return reply
      .type(file.mimeType)
      .headers({ 'accept-ranges': 'bytes', 'content-length': end - start + 1, 'x-content-type-options': 'nosniff' })
      .send(createReadStream(world.media.pathOf(file.name), { start, end }))
  })
}

function svg(reply: FastifyReply, name: string): FastifyReply {
  return reply
    .type('image/svg+xml')
    .header('cache-control', 'max-age=3600')
    .send(avatarSvg(name.replace(/\.svg$/, '')))
}

/** One range, RFC 9110 section 14; anything else is answered whole. */
function readRange(
  header: string | undefined,
  sizeBytes: number,
): { start: number; end: number } | 'unsatisfiable' | null {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header ?? '')
  if (!match || (match[1] === '' && match[2] === '')) return null
  const isSuffix = match[1] === ''
  const start = isSuffix ? Math.max(0, sizeBytes - Number(match[2])) : Number(match[1])
  const end = isSuffix || match[2] === '' ? sizeBytes - 1 : Math.min(Number(match[2]), sizeBytes - 1)
  return start > end ? 'unsatisfiable' : { start, end }
}
