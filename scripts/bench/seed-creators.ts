import { appendFile, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { USUAL_SETTINGS } from '#simulator/creators.ts'
import type { Creator } from '#simulator/entities.ts'

/** Writes creators without limits of their own into the journal of a simulator that has not started yet. */
export async function seedCreators(simulatorDataDir: string, usernames: string[]): Promise<void> {
  const lines = usernames.map((username) => {
    const value = creatorNamed(username)
    return `${JSON.stringify({ kind: 'creator', key: value.creatorId, value })}\n`
  })
  await mkdir(simulatorDataDir, { recursive: true })
  await appendFile(join(simulatorDataDir, 'journal.jsonl'), lines.join(''))
}

function creatorNamed(username: string): Creator {
  return {
    creatorId: `creator-${username}`,
    username,
    nickname: username,
    bio: '',
    isVerified: false,
    followerCount: 0,
    followingCount: 0,
    settings: USUAL_SETTINGS,
  }
}
