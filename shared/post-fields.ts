import type { PostType, Target, UpdatePost } from './api/posts.ts'

type Given = Pick<UpdatePost, 'caption' | 'title' | 'description' | 'coverTimestampMs' | 'photoCoverIndex'> & {
  targets?: readonly Partial<Target>[] | undefined
}
type Misfit = { path: string; message: string }
type Rule = readonly [field: string, isGiven: boolean, message: string]

/**
 * Fields that a post of this type has no use for, as far as they say something: they are refused and not dropped, because a person
 * would miss them on TikTok. content-posting-api-reference-photo-post, content-posting-api-reference-direct-post.
 */
export function misfitsOf(type: PostType, { targets = [], ...post }: Given): Misfit[] {
  const [ofPost, ofTarget] = type === 'photo' ? [photoRules, photoTargetRules] : [videoRules, videoTargetRules]
  return [
    ...misfits(ofPost(post)),
    ...targets.flatMap((target, index) => misfits(ofTarget(target), `targets.${index}.`)),
  ]
}

function misfits(rules: readonly Rule[], prefix = ''): Misfit[] {
  return rules.flatMap(([field, isGiven, message]) => (isGiven ? [{ path: `${prefix}${field}`, message }] : []))
}

const NO_CAPTION = 'A photo post has no caption. Put the text into its title or its description.'
const NO_TITLE = 'A video post has no title. Put the text into its caption.'
const NO_DESCRIPTION = 'A video post has no description. Put the text into its caption.'

function photoRules({ caption, coverTimestampMs }: Given): Rule[] {
  const cover = 'The cover of a photo post is one of its images: choose it by photoCoverIndex.'
  return [
    ['caption', isText(caption), NO_CAPTION],
    ['coverTimestampMs', coverTimestampMs !== undefined, cover],
  ]
}

function photoTargetRules({ caption, allowDuet, allowStitch }: Partial<Target>): Rule[] {
  return [
    ['caption', isText(caption), NO_CAPTION],
    ['allowDuet', allowDuet === true, 'TikTok has no duets of photos. Leave allowDuet out.'],
    ['allowStitch', allowStitch === true, 'TikTok has no stitches of photos. Leave allowStitch out.'],
  ]
}

function videoRules({ title, description, photoCoverIndex }: Given): Rule[] {
  const cover = 'The cover of a video is a moment of it: choose it by coverTimestampMs.'
  return [
    ['title', isText(title), NO_TITLE],
    ['description', isText(description), NO_DESCRIPTION],
    ['photoCoverIndex', photoCoverIndex !== undefined, cover],
  ]
}

function videoTargetRules({ title, description, autoAddMusic }: Partial<Target>): Rule[] {
  return [
    ['title', isText(title), NO_TITLE],
    ['description', isText(description), NO_DESCRIPTION],
    ['autoAddMusic', autoAddMusic === true, 'TikTok adds music to photos only. Leave autoAddMusic out.'],
  ]
}

function isText(text: string | undefined): boolean {
  return text !== undefined && text !== ''
}
