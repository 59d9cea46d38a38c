import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { FrameQuery } from '#shared/api/media.ts'
import type { MediaRow } from '../db/tables.ts'
import { notFound } from '../errors.ts'
import { findMedia } from '../media/media-store.ts'
import { readFrame } from '../media/read-frame.ts'
import { readStrip } from '../media/read-strip.ts'
import { readThumbnail } from '../media/read-thumbnail.ts'
import type { ApiParts, App } from './api-parts.ts'
import { callerOf, leavingOf } from './request.ts'
import { pictureResponse, sendPicture } from './send-picture.ts'

const ById = z.object({ id: z.uuid() })

/** What media items look like. */
export function mediaPictureRoutes(app: App, { ctx }: ApiParts): void {
  const inTheMaking = new Set<Promise<Buffer | null>>()
  // What is made is noted in the database, which is there until the last of them has ended.
  app.addHook('onClose', async () => void (await Promise.allSettled(inTheMaking)))

  app.get(
    '/media/:id/thumbnail',
    {
      schema: {
        summary: 'A still of a media item',
        description: 'A JPEG of at most 480 px on each side; an SVG in its place where there is none (`hasThumbnail`).',
        params: ById,
        response: { 200: pictureResponse('image/jpeg') },
      },
    },
    async (request, reply) => {
      const media = await find(request)
      return sendPicture(request, reply, {
        type: 'image/jpeg',
        etag: `"${media.sha256}-thumbnail"`,
        read: () => follow(readThumbnail(ctx, media, leavingOf(request))),
      })
    },
  )

  app.get(
    '/media/:id/frame',
    {
      schema: {
        summary: 'The picture that a video shows at a time',
        description:
          'A JPEG of at most 720 px on each side, upright, exact to the frame: what is shown `atMs` after the beginning of the video. For choosing `coverTimestampMs` of a post.',
        params: ById,
        querystring: FrameQuery,
        response: { 200: pictureResponse('image/jpeg') },
      },
    },
    async (request, reply) => {
      const media = await find(request)
      const { atMs } = request.query
      return sendPicture(request, reply, {
        type: 'image/jpeg',
        etag: `"${media.sha256}-frame-${atMs}"`,
        read: () => follow(readFrame(ctx, media, { atMs, signal: leavingOf(request) })),
      })
    },
  )

  app.get(
    '/media/:id/strip',
    {
      schema: {
        summary: 'A moving preview of a video',
        description:
          'About ten pictures spread over the video as an animated WebP that repeats, at most 240 px on each side. It is made when it is first asked for.',
        params: ById,
        response: { 200: pictureResponse('image/webp') },
      },
    },
    async (request, reply) => {
      const media = await find(request)
      return sendPicture(request, reply, {
        type: 'image/webp',
        etag: `"${media.sha256}-strip"`,
        read: () => follow(readStrip(ctx, media, leavingOf(request))),
      })
    },
  )

  async function follow<Picture extends Buffer | null>(making: Promise<Picture>): Promise<Picture> {
    inTheMaking.add(making)
    try {
      return await making
    } finally {
      inTheMaking.delete(making)
    }
  }

  async function find(request: FastifyRequest<{ Params: z.infer<typeof ById> }>): Promise<MediaRow> {
    const media = await findMedia(ctx.db, callerOf(request).workspaceId, request.params.id)
    if (!media) throw notFound('media item')
    return media
  }
}
