import type { Db } from '../db/db.ts'
import { withDb } from '../db/with-db.ts'
import { runBesideServers } from '../run-beside-servers.ts'
import { createVault, type Vault } from '../vault/vault.ts'
import { readKeyUsage } from './key-usage.ts'
import { type FieldRotation, rotateKeys } from './rotate-keys.ts'
import { failedIn, rotationReport, usageReport } from './rotation-report.ts'

/** `clipdeck keys rotate`: beside running servers. Exit status 0 only when nothing is left under another key. */
export async function rotateKeysCommand(
  env: Record<string, string | undefined>,
  { isDryRun }: { isDryRun: boolean },
): Promise<void> {
  await runBesideServers(env, async ({ secrets, databaseUrl }) => {
    const vault = createVault(secrets.encryptionKeys)
    await withDb(databaseUrl, async (db) => {
      if (isDryRun) print(usageReport(await readKeyUsage(db), vault.sealingKeyId))
      else await rotate(db, vault)
    })
  })
}

async function rotate(db: Db, vault: Vault): Promise<void> {
  const startedAt = performance.now()
  print([`Sealing everything under the key "${vault.sealingKeyId}" …`])
  const rotations = await rotateKeys({ db, vault, onProgress: (line) => print([line]) })
  print(rotationReport(rotations, { durationMs: performance.now() - startedAt }))
  const came = await countNew(db, vault, rotations)
  if (came > 0)
    print([
      `${came} values were sealed under another key while this ran: a process still seals with an older ENCRYPTION_KEYS. Restart it, then run this again.`,
    ])
  if (came > 0 || rotations.some((each) => failedIn(each) > 0)) process.exitCode = 1
}

/** What is under another key and was not there before. */
async function countNew(db: Db, vault: Vault, rotations: FieldRotation[]): Promise<number> {
  const left = (await readKeyUsage(db))
    .flatMap(({ counts }) => counts)
    .filter(({ keyId }) => keyId !== vault.sealingKeyId)
    .reduce((sum, { count }) => sum + count, 0)
  return Math.max(0, left - rotations.reduce((sum, each) => sum + failedIn(each), 0))
}

function print(lines: string[]): void {
  process.stdout.write(`${lines.join('\n')}\n`)
}
