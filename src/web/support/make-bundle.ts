import type { BundlePicture } from '#protocol/bundle-picture.ts'
import {
  bundleSchema,
  bundleVersion,
  sectionNames,
  type Bundle,
  type BundleDevice,
  type BundleLedger,
  type BundleSections,
  type ConnectionCheck,
  type Remedy,
  type SectionName,
  type TroubleKind,
} from '#protocol/bundle.ts'
import type { DeviceLedger } from '#protocol/ledger.ts'
import type { Sighting } from '#protocol/sighting.ts'
import { protocolVersion } from '#protocol/version.ts'
import type { VisitorTests } from '#protocol/visitor-tests.ts'
import { Redactor } from './redact.ts'
import { zonedTime } from './zoned-time.ts'

/** All that may go into a bundle. What is not named here cannot get into one. */
export interface Collected {
  readonly id: string
  readonly madeAt: number
  /** How far the person's zone is ahead of UTC at that moment, and its name. */
  readonly aheadMin: number
  readonly zone: string
  readonly clockAheadMs: number | null
  readonly shell: string | null
  readonly about: TroubleKind
  readonly words: string
  readonly faults: readonly Sighting[]
  readonly checks: readonly ConnectionCheck[]
  readonly tests: VisitorTests | null
  readonly tried: ReadonlyMap<Remedy, number>
  readonly ledger: DeviceLedger | null
  readonly device: BundleDevice
  /** One that the person added; null without. */
  readonly picture: BundlePicture | null
}

/** The bundle without the sections that the person leaves out, and without anything that looks like a secret. */
export function makeBundle(collected: Collected, leftOut: ReadonlySet<SectionName>): Bundle {
  const { id, madeAt, aheadMin, zone, clockAheadMs, shell, about, picture } = collected
  const redactor = new Redactor()
  const sections = redactor.redacted(wanted(sectionsOf(collected), leftOut))
  const bundle = bundleSchema.parse({
    holdfast: 'support-bundle',
    version: bundleVersion,
    id,
    madeAt,
    madeAtLocal: zonedTime(madeAt, aheadMin, zone),
    clockAheadMs,
    shell,
    protocol: protocolVersion,
    about,
    sections,
    // A page of words may be sent to a house that does not know pictures yet.
    leftOut: sectionNames.filter((name) => leftOut.has(name) && (name !== 'picture' || picture !== null)),
    removed: redactor.removed(),
  })
  // The bytes of a picture look like a long secret. They come from the page's own canvas, which knows no text.
  return picture === null || leftOut.has('picture') ? bundle : { ...bundle, sections: { ...bundle.sections, picture } }
}

/** As it goes into a file: text that anybody can read. */
export function bundleFile(bundle: Bundle): string {
  return `${JSON.stringify(bundle, null, 2)}\n`
}

/** The time is UTC, so that files of two people sort by when they were made. */
export function bundleFileName({ madeAt }: Bundle): string {
  return `holdfast-help-${new Date(madeAt).toISOString().slice(0, 19).replaceAll(':', '')}Z.json`
}

function sectionsOf({ words, faults, checks, tests, tried, ledger, device }: Collected): BundleSections {
  return {
    words,
    faults: [...faults],
    checks: [...checks],
    ...(tests !== null && { tests }),
    tried: [...tried].map(([remedy, at]) => ({ remedy, at })),
    ...(ledger !== null && { ledger: countsOf(ledger) }),
    device,
  }
}

function wanted(sections: BundleSections, leftOut: ReadonlySet<SectionName>): object {
  return Object.fromEntries(
    Object.entries(sections).filter(([name]) => !sectionNames.some((n) => n === name && leftOut.has(n))),
  )
}

/** Field by field: what somebody adds to a ledger goes into no bundle before somebody has thought about it. */
function countsOf(ledger: DeviceLedger): BundleLedger {
  const { at, drafts, turnsWaiting, repliesReading, copies, lastCopy, isLasting, storeFault, server } = ledger
  return {
    countedAt: Math.round(at),
    drafts,
    turnsWaiting,
    repliesReading,
    copies:
      copies === null
        ? null
        : {
            chats: copies.chats,
            messages: copies.messages,
            sizeBytes: Math.round(copies.sizeBytes),
            onlyHere: copies.onlyHere,
          },
    lastCopy: lastCopy === null ? null : { ...lastCopy, at: Math.round(lastCopy.at) },
    isLasting,
    storeFault: storeFault === null ? null : `${storeFault.kind}: ${storeFault.because}`,
    server: server === null ? null : serverCounts(server),
  }
}

function serverCounts({ askedAt, isReachable, ledger }: NonNullable<DeviceLedger['server']>): BundleLedger['server'] {
  const { history, restoredFrom, chats, messages, characters, repliesWriting, repliesWaiting } = ledger
  const { lastBackup, storageFault, backupFault } = ledger
  return {
    askedAt: Math.round(askedAt),
    isReachable,
    history,
    restoredFrom: restoredFrom === null ? null : Math.round(restoredFrom),
    chats,
    messages,
    characters,
    repliesWriting,
    repliesWaiting,
    lastBackup:
      lastBackup === null
        ? null
        : {
            at: Math.round(lastBackup.at),
            sizeBytes: lastBackup.sizeBytes,
            isVerified: lastBackup.isVerified,
          },
    storageFault: storageFault?.fault ?? null,
    backupFault: backupFault?.fault ?? null,
  }
}
