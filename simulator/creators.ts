import { createHash } from 'node:crypto'
import type { Creator, CreatorSettings, PrivacyLevel } from './entities.ts'

type CastMember = { username: string; nickname: string; bio: string; settings?: Partial<CreatorSettings> }

/** A creator of whom nothing is out of the ordinary. */
export const USUAL_SETTINGS: CreatorSettings = {
  isPrivate: false,
  maxVideoDurationSec: 600,
  commentDisabled: false,
  duetDisabled: false,
  stitchDisabled: false,
  isBanned: false,
  hasPostedTooMuch: false,
  isDeleted: false,
  isUnderReview: false,
  isOutsideSandbox: false,
  hasOldApp: false,
  isStuck: false,
  hasRiskyCaptions: false,
}

const CAST: CastMember[] = [
  { username: 'mara.bakes', nickname: 'Mara Bakes', bio: 'Sourdough and patience.' },
  { username: 'oakandiron', nickname: 'Oak & Iron', bio: 'Furniture from old beams.' },
  { username: 'lena.climbs', nickname: 'Lena Climbs', bio: 'Always one more pitch.' },
  { username: 'tinytrains', nickname: 'Tiny Trains', bio: 'A railway in a cellar.' },
  { username: 'nightkitchen', nickname: 'Night Kitchen', bio: 'Noodles after midnight.' },
  { username: 'pixelgarden', nickname: 'Pixel Garden', bio: 'Plants, drawn.' },
  { username: 'northsea.surf', nickname: 'Nordsee Surf', bio: 'Cold water, warm tea.' },
  { username: 'studio_ines', nickname: 'Studio Inês', bio: 'Ceramics from Porto.' },
  { username: 'yuki_ink', nickname: '雪 Ink', bio: '毎日、一枚。' },
  { username: 'drift.and.dine', nickname: 'Drift & Dine', bio: 'Eating along the coast.' },
  { username: 'the_quiet_piano', nickname: 'The Quiet Piano', bio: 'One take, no talk.' },
  { username: 'kofi.builds', nickname: 'Kofi Builds', bio: 'Houses of earth.' },
  { username: 'sol.y.salsa', nickname: 'Sol y Salsa', bio: 'Bailar es vivir.' },
  { username: 'velo.vera', nickname: 'Velo Vera', bio: 'Uphill both ways.' },
  { username: 'hana.hikes', nickname: 'Hana Hikes', bio: 'One summit a week.' },
  { username: 'the.repair.shed', nickname: 'The Repair Shed', bio: 'Nothing is thrown away.' },
  { username: 'amir.paints', nickname: 'Amir Paints', bio: 'Oil, slowly.' },
  { username: 'bee_count', nickname: 'Bee Count', bio: 'Forty thousand colleagues.' },
  { username: 'lotte.knits', nickname: 'Lotte Knits', bio: 'Row by row.' },
  { username: 'radio_garage', nickname: 'Radio Garage', bio: 'Tubes and static.' },
  { username: 'slowtravel.ro', nickname: 'Slow Travel', bio: 'By train, mostly.' },
  { username: 'chefnoor', nickname: 'Chef Noor', bio: 'Spice first.' },
  { username: 'harbour.dogs', nickname: 'Harbour Dogs', bio: 'They know all the boats.' },
  { username: 'private.paula', nickname: 'Private Paula', bio: 'Friends only.', settings: { isPrivate: true } },
  { username: 'hidden.hugo', nickname: 'Hidden Hugo', bio: 'Nothing to see.', settings: { isPrivate: true } },
  { username: 'closed.cleo', nickname: 'Closed Cleo', bio: 'By request.', settings: { isPrivate: true } },
  { username: 'shy.sven', nickname: 'Shy Sven', bio: 'Hej.', settings: { isPrivate: true } },
  { username: 'secret.sana', nickname: 'Secret Sana', bio: 'Small circle.', settings: { isPrivate: true } },
  { username: 'inward.ivo', nickname: 'Inward Ivo', bio: 'Drafts of a life.', settings: { isPrivate: true } },
  { username: 'minute.max', nickname: 'Minute Max', bio: 'Sixty seconds.', settings: { maxVideoDurationSec: 60 } },
  { username: 'three.minutes', nickname: 'Three Minutes', bio: 'No more.', settings: { maxVideoDurationSec: 180 } },
  { username: 'no.comment', nickname: 'No Comment', bio: 'Just watch.', settings: { commentDisabled: true } },
  {
    username: 'solo.sam',
    nickname: 'Solo Sam',
    bio: 'Alone on stage.',
    settings: { duetDisabled: true, stitchDisabled: true },
  },
  { username: 'banned.bob', nickname: 'Banned Bob', bio: 'Was it something I said?', settings: { isBanned: true } },
  { username: 'too.many.tom', nickname: 'Too Many Tom', bio: 'Daily. Hourly.', settings: { hasPostedTooMuch: true } },
  { username: 'review.rita', nickname: 'Review Rita', bio: 'Pending.', settings: { isUnderReview: true } },
  { username: 'stuck.stella', nickname: 'Stuck Stella', bio: 'Loading.', settings: { isStuck: true } },
  { username: 'risky.rick', nickname: 'Risky Rick', bio: 'BUY NOW!!!', settings: { hasRiskyCaptions: true } },
  { username: 'old.app.olga', nickname: 'Old App Olga', bio: 'Never updates.', settings: { hasOldApp: true } },
  { username: 'outside.otto', nickname: 'Outside Otto', bio: 'Not invited.', settings: { isOutsideSandbox: true } },
  { username: 'deleted.dora', nickname: 'Deleted Dora', bio: 'Gone.', settings: { isDeleted: true } },
]

/** The made-up people of this TikTok. */
export function createCreators(): Creator[] {
  return CAST.map(({ username, nickname, bio, settings }, index) => {
    const seed = createHash('sha256').update(username).digest()
    return {
      creatorId: `creator-${String(index + 1).padStart(2, '0')}`,
      username,
      nickname,
      bio,
      isVerified: index % 7 === 0,
      followerCount: seed.readUInt32BE(0) % 900_000,
      followingCount: seed.readUInt32BE(4) % 900,
      settings: { ...USUAL_SETTINGS, ...settings },
    }
  })
}

/** open_id belongs to one app, union_id to all apps of a developer; both may contain `-` and `_`. */
export function openIdOf(clientKey: string, creatorId: string): string {
  return `-000${createHash('sha256').update(`${clientKey}/${creatorId}`).digest('base64url').slice(0, 32)}`
}

export function unionIdOf(creatorId: string): string {
  return createHash('sha256').update(`union/${creatorId}`).digest('base64url').slice(0, 36)
}

/** content-posting-api-reference-query-creator-info, `privacy_level_options`. */
export function privacyOptionsOf(settings: CreatorSettings): PrivacyLevel[] {
  return [settings.isPrivate ? 'FOLLOWER_OF_CREATOR' : 'PUBLIC_TO_EVERYONE', 'MUTUAL_FOLLOW_FRIENDS', 'SELF_ONLY']
}

/** One line on what is special about a creator. */
export function traitOf({ settings }: Creator): string {
  const traits = [
    settings.isDeleted && 'deleted',
    settings.isOutsideSandbox && 'not a target user of the sandbox',
    settings.isBanned && 'banned from posting',
    settings.hasPostedTooMuch && 'too many posts today',
    settings.isUnderReview && 'posts stay under review',
    settings.isStuck && 'posts get stuck in processing',
    settings.hasRiskyCaptions && 'captions are judged risky',
    settings.hasOldApp && 'TikTok app too old for photo drafts',
    settings.commentDisabled && 'comments off',
    settings.duetDisabled && 'duet off',
    settings.stitchDisabled && 'stitch off',
    settings.maxVideoDurationSec < 600 && `videos up to ${settings.maxVideoDurationSec} s`,
  ].filter((trait) => trait !== false)
  return [settings.isPrivate ? 'private' : 'public', ...traits].join(', ')
}
