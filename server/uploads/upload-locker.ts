import type { Locker } from '@tus/server'
import type { Context } from '../context.ts'
import { leaseUpload } from './lease-upload.ts'

type Holder = { letGo: () => void; ended: Promise<void> }

/**
 * One request at a time has an upload: in this process by a map, among processes by a lease. Whoever comes asks the one before to let
 * go, because its connection may be dead without anybody having heard of it.
 */
export function createUploadLocker(ctx: Context): Locker & { allEnded: () => Promise<void> } {
  const holders = new Map<string, Holder>()

  /** Gives what ends it. */
  async function take(id: string, letGo: () => void): Promise<() => Promise<void>> {
    for (let holder = holders.get(id); holder; holder = holders.get(id)) {
      holder.letGo()
      await holder.ended
    }
    const { promise: ended, resolve } = Promise.withResolvers<void>()
    holders.set(id, { letGo, ended })
    const end = () => {
      holders.delete(id)
      resolve()
    }
    try {
      const release = await leaseUpload(ctx, id, letGo)
      return () => release().finally(end)
    } catch (error) {
      end()
      throw error
    }
  }

  return {
    newLock(id) {
      let release = async () => {}
      return {
        async lock(_signal, requestRelease) {
          release = await take(id, () => void requestRelease())
        },
        unlock: () => release(),
      }
    },
    async allEnded() {
      await Promise.all([...holders.values()].map(({ ended }) => ended))
    },
  }
}
