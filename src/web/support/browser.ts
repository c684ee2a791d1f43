import type { BundleDevice } from '#protocol/bundle.ts'
import { browserWords, systemWords, type BrowserClaims } from './browser-words.ts'
import type { Handing } from './handing.ts'

/** What this browser tells of itself and of the time here. */
export interface Here {
  readonly device: () => Promise<BundleDevice>
  /** How far the person's zone is ahead of UTC at a moment, in minutes. */
  readonly aheadMin: (at: number) => number
  readonly zone: string
  /** The build of the page; null where it is not a build. */
  readonly shell: string | null
}

export const browserHere: Here = {
  device: readDevice,
  aheadMin: (at) => -new Date(at).getTimezoneOffset(),
  zone: new Intl.DateTimeFormat().resolvedOptions().timeZone,
  shell: document.documentElement.dataset['shell'] ?? null,
}

export const browserHanding: Handing = {
  canShare: (file) => 'canShare' in navigator && navigator.canShare({ files: [file] }),
  async share(file) {
    try {
      await navigator.share({ files: [file], title: file.name })
      return 'handed'
    } catch (error) {
      return error instanceof DOMException && error.name === 'AbortError' ? 'dismissed' : 'failed'
    }
  },
  copyText: (text) => isDone(() => navigator.clipboard.writeText(text)),
  copyPicture: (picture) => isDone(() => navigator.clipboard.write([new ClipboardItem({ [picture.type]: picture })])),
}

// There is no clipboard at all on a page that came over plain HTTP from another machine.
async function isDone(run: () => Promise<void>): Promise<boolean> {
  try {
    await run()
    return true
  } catch {
    return false
  }
}

async function readDevice(): Promise<BundleDevice> {
  const claims = claimsOf(navigator)
  return {
    browser: browserWords(claims),
    system: systemWords(claims.userAgent),
    isMobile: matchMedia('(pointer: coarse)').matches,
    languages: [...navigator.languages],
    window: { width: toTens(innerWidth), height: toTens(innerHeight) },
    saysOnline: navigator.onLine,
    connection: connectionWords(),
    shell: await shellState(),
    storage: await storageUse(),
  }
}

function claimsOf(browser: Navigator): BrowserClaims {
  const data: unknown = 'userAgentData' in browser ? browser.userAgentData : undefined
  const brands: unknown = typeof data === 'object' && data !== null && 'brands' in data ? data.brands : undefined
  return { userAgent: browser.userAgent, brands: Array.isArray(brands) ? brands.filter(isBrand) : [] }
}

function isBrand(value: unknown): value is BrowserClaims['brands'][number] {
  if (typeof value !== 'object' || value === null || !('brand' in value) || !('version' in value)) return false
  return typeof value.brand === 'string' && typeof value.version === 'string'
}

// Not in every browser, and not among the types.
function connectionWords(): string | null {
  if (!('connection' in navigator)) return null
  const { connection } = navigator
  if (typeof connection !== 'object' || connection === null || !('effectiveType' in connection)) return null
  const type = 'type' in connection ? `${String(connection.type)}, ` : ''
  return `${type}${String(connection.effectiveType)}`
}

async function shellState(): Promise<BundleDevice['shell']> {
  if (!('serviceWorker' in navigator)) return 'none'
  if (navigator.serviceWorker.controller !== null) return 'kept'
  // Where a setting forbids workers, asking for one is an error.
  const registration = await navigator.serviceWorker.getRegistration().catch(() => undefined)
  return registration === undefined ? 'none' : 'new'
}

async function storageUse(): Promise<BundleDevice['storage']> {
  if (!('storage' in navigator)) return null
  // Where a setting forbids storage, so is this.
  const { usage, quota } = await navigator.storage.estimate().catch((): StorageEstimate => ({}))
  if (usage === undefined || quota === undefined) return null
  return { usedMB: Math.round(usage / 1e6), quotaMB: Math.round(quota / 1e6) }
}

function toTens(pixels: number): number {
  return Math.round(pixels / 10) * 10
}
