import type { StatusSettings } from '#status/node.ts'
import type { Settings } from '../config/settings.ts'
import { installedVersion } from '../version.ts'
import { addressesOf } from './addresses.ts'

/** What the status process is told. */
export function statusSettingsOf(settings: Settings): StatusSettings {
  const { host, statusPort: port, dataDir } = settings
  const { statusPublicUrl, statusToken: token, statusName: name, statusTimeZone: timeZone } = settings
  const own = addressesOf(settings)
  const edge = settings.statusWatch ?? own.edge
  const server = settings.statusWatch === null ? own.origin : null
  const publicUrl = statusPublicUrl?.replace(/\/+$/, '') ?? null
  const page = { host, port, edge, server, version: installedVersion(), dataDir, publicUrl, token, name, timeZone }
  return {
    ...page,
    snapshotDir: settings.statusSnapshotDir,
    everyMs: settings.statusEveryMs,
    jitterPercent: settings.statusJitterPercent,
    patienceMs: settings.statusPatienceMs,
    canaryEveryMs: settings.statusCanaryEveryMs,
    settleMs: settings.statusSettleMs,
    witness: settings.statusWitness,
    resolver: settings.statusResolver,
    telling: {
      mailServer: settings.statusMailServer,
      mailFrom: settings.statusMailFrom,
      allowsInside: settings.statusInsideTargets,
    },
    peers: settings.statusPeers,
  }
}
