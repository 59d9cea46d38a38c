import { openIdOf } from './creators.ts'
import type { Creator, CreatorSettings } from './entities.ts'
import type { World } from './world.ts'

/** A creator by open_id of any app, by @handle or by creator id. */
export function findCreator({ state, apps }: Pick<World, 'state' | 'apps'>, reference: string): Creator | undefined {
  return state.creators
    .values()
    .find(
      ({ creatorId, username }) =>
        reference === username ||
        reference === creatorId ||
        [...apps.keys()].some((clientKey) => openIdOf(clientKey, creatorId) === reference),
    )
}

/** What the creator changes in the TikTok app, or TikTok decides about them. */
export function changeCreator(
  world: Pick<World, 'state' | 'apps'>,
  reference: string,
  changes: { [Key in keyof CreatorSettings]?: CreatorSettings[Key] | undefined },
): Creator | null {
  const creator = findCreator(world, reference)
  if (!creator) return null
  const given = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined))
  return world.state.creators.put({ ...creator, settings: { ...creator.settings, ...given } })
}
