import { signal, type Signal } from '@preact/signals'
import type { Problem } from '#protocol/problem.ts'
import type { Cancel } from '#shared/clock.ts'
import { copiedIds, copiedStories } from '../archive/copied-stories.ts'
import type { Exporting } from '../archive/exporting.ts'
import { localLines } from '../archive/local-archive.ts'
import type { LedgerServer } from '../ledger/ledger-server.ts'
import type { Means } from '../means.ts'
import type { StoreFailure } from '../store/failure.ts'
import type { Folders } from './browser.ts'
import { isDue } from './due.ts'
import type { Folder, Permission } from './folder.ts'
import { serverCopy } from './server-copy.ts'
import {
  copySettings,
  keepCopySettings,
  lastCopy,
  type CopySettings,
  type DeviceCopy,
  type Rhythm,
} from './settings.ts'
import { writeCopy, type CopyFailure } from './write-copy.ts'

/** What keeps copies from being made. */
export type CopyTrouble =
  /** The browser wants the person to be asked again before a page writes into the folder. */
  | { readonly kind: 'ask-again'; readonly folder: string; readonly isDenied: boolean }
  /** The browser has forgotten the folder. */
  | { readonly kind: 'no-folder' }
  | { readonly kind: 'failed'; readonly failure: CopyFailure }
  /** The server cannot be reached, and this device has no copies of its own. */
  | { readonly kind: 'away'; readonly problem: Problem }
  | { readonly kind: 'store'; readonly failure: StoreFailure }

export interface DeviceCopiesMeans {
  readonly means: Means
  readonly server: Pick<LedgerServer, 'ledger'>
  readonly folders: Folders
  readonly exporting: Exporting
}

const lookEveryMs = 300_000
/** While the server is away: most restarts are over by then. */
const lookAgainMs = 15_000

/** Copies of the stories on this device, made by themselves for whoever has asked for them. */
export class DeviceCopies {
  /** Null: nobody has asked for copies. Undefined until that is known. */
  readonly settings: Signal<CopySettings | null | undefined> = signal(undefined)
  /** The name of the folder they go to. */
  readonly folderName: Signal<string | null> = signal(null)
  readonly trouble: Signal<CopyTrouble | null> = signal(null)
  readonly isCopying: Signal<boolean> = signal(false)
  /** It is time for another copy, and the person has to save it. */
  readonly isReminding: Signal<boolean> = signal(false)
  readonly canPick: boolean
  readonly #means: Means
  readonly #server: Pick<LedgerServer, 'ledger'>
  readonly #folders: Folders
  readonly #exporting: Exporting
  #cancelLook: Cancel = () => undefined

  constructor({ means, server, folders, exporting }: DeviceCopiesMeans) {
    this.#means = means
    this.#server = server
    this.#folders = folders
    this.#exporting = exporting
    this.canPick = folders.canPick
  }

  now(): number {
    return this.#means.clock.now()
  }

  /** Looks now and from time to time whether a copy is due. */
  async start(): Promise<void> {
    await this.#load()
    await this.look()
    this.#means.clock.every(lookEveryMs, () => void this.look())
  }

  /** Makes a copy if one is due. One tab at a time: each may have seen the same hour come. */
  async look(): Promise<void> {
    if (this.isCopying.peek() || this.settings.peek() === null) return
    await this.#alone(async (settings) => {
      const ledger = await this.#server.ledger()
      const now = { at: this.#means.clock.now(), messages: ledger.ok ? ledger.value.messages : 0 }
      // While the server is away only the clock can tell.
      const rhythm = ledger.ok || typeof settings.rhythm === 'string' ? settings.rhythm : 'daily'
      const last = ledger.ok ? settings.last.server : lastCopy(settings)
      if (isDue(rhythm, last, now)) await this.#make(settings)
      else this.isReminding.value = false
    })
  }

  /** Asks for a folder and has copies made into it from now on. */
  async useFolder(rhythm: Rhythm): Promise<void> {
    const folder = await this.#folders.pick()
    if (folder !== null) await this.#begin({ way: 'folder', rhythm })
  }

  async useReminder(rhythm: Rhythm): Promise<void> {
    await this.#begin({ way: 'reminder', rhythm })
  }

  async setRhythm(rhythm: Rhythm): Promise<void> {
    const settings = this.settings.peek()
    if (settings) await this.#keep({ ...settings, rhythm })
    await this.look()
  }

  /** No more copies. What was written stays. */
  async stop(): Promise<void> {
    await this.#keep(null)
    this.trouble.value = null
    this.isReminding.value = false
  }

  /** One look only, however often it failed before that. */
  #lookAgain(): void {
    this.#cancelLook()
    this.#cancelLook = this.#means.clock.after(lookAgainMs, () => void this.look())
  }

  /** A copy at once, whether due or not. */
  async copyNow(): Promise<void> {
    await this.#alone((settings) => (settings.way === 'folder' ? this.#intoFolder(settings) : this.#saveNow(settings)))
  }

  /** In answer to something the person did: asks the browser's question again. */
  async askAgain(): Promise<void> {
    const folder = await this.#folders.picked()
    if (folder === null) return this.#fails({ kind: 'no-folder' })
    const permission = await folder.askPermission()
    if (permission === 'granted') await this.copyNow()
    else this.#fails(refusedBy(folder, permission))
  }

  async #begin(wanted: Pick<CopySettings, 'way' | 'rhythm'>): Promise<void> {
    const last = this.settings.peek()?.last ?? { server: null, device: null }
    // A folder that was picked just now has no copy in it yet, whatever another one has.
    await this.#keep({ ...wanted, last: { ...last, server: null } })
    await this.#load()
    if (wanted.way === 'folder') await this.copyNow()
    else await this.look()
  }

  async #make(settings: CopySettings): Promise<void> {
    if (settings.way === 'folder') await this.#intoFolder(settings)
    else this.isReminding.value = true
  }

  async #intoFolder(settings: CopySettings): Promise<void> {
    const folder = await this.#folders.picked()
    if (folder === null) return this.#fails({ kind: 'no-folder' })
    const permission = await folder.permission()
    if (permission !== 'granted') return this.#fails(refusedBy(folder, permission))
    const source = await this.#source()
    if (source.problem !== null) {
      this.#lookAgain()
      return this.#fails({ kind: 'away', problem: source.problem })
    }
    const written = await writeCopy(folder, source, this.#means.clock)
    if (written.ok) await this.#made(settings, written.value)
    else this.#fails({ kind: 'failed', failure: written.error })
  }

  /** The server's chats; what this device has of them while the server is away. */
  async #source() {
    const whole = await serverCopy(this.#means)
    if (whole.ok) return { from: 'server', bytes: whole.value, problem: null } as const
    const { store, clock } = this.#means
    const isNothingHere = (await copiedIds(store)).length === 0
    const bytes = localLines(copiedStories(store), clock)
    return { from: 'device', bytes, problem: isNothingHere ? whole.error : null } as const
  }

  async #saveNow(settings: CopySettings): Promise<void> {
    const at = this.#means.clock.now()
    const ledger = await this.#server.ledger()
    let saved = await this.#exporting.save({})
    if (saved.at === 'away' && saved.isHereToo) saved = await this.#exporting.saveFromDevice()
    if (saved.at === 'away') return this.#fails({ kind: 'away', problem: saved.problem })
    if (saved.at !== 'saved') return this.#fails({ kind: 'failed', failure: { kind: 'broken', because: saved.at } })
    const { sizeBytes, from } = saved
    const messages = ledger.ok ? ledger.value.messages : 0
    await this.#made(settings, { at, fileName: null, sizeBytes, from, messages, isVerified: false })
    this.isReminding.value = false
  }

  async #made(settings: CopySettings, copy: DeviceCopy): Promise<void> {
    this.trouble.value = null
    await this.#keep({ ...settings, last: { ...settings.last, [copy.from]: copy } })
  }

  #fails(trouble: CopyTrouble): void {
    this.trouble.value = trouble
  }

  /** Runs with what the tabs agree upon: another one may have made the copy meanwhile. */
  async #alone(run: (settings: CopySettings) => Promise<void>): Promise<void> {
    const { signal: never } = new AbortController()
    await this.#means.alone(
      'device-copies',
      async () => {
        await this.#load()
        const settings = this.settings.peek()
        if (!settings) return
        this.isCopying.value = true
        try {
          await run(settings)
        } finally {
          this.isCopying.value = false
        }
      },
      never,
    )
  }

  async #load(): Promise<void> {
    const read = await copySettings(this.#means.store)
    if (!read.ok) return this.#fails({ kind: 'store', failure: read.error })
    this.settings.value = read.value
    if (read.value?.way === 'folder') this.folderName.value = (await this.#folders.picked())?.name ?? null
  }

  async #keep(settings: CopySettings | null): Promise<void> {
    const kept = await keepCopySettings(this.#means.store, settings)
    if (kept.ok) this.settings.value = settings
    else this.#fails({ kind: 'store', failure: kept.error })
  }
}

function refusedBy({ name }: Folder, permission: Exclude<Permission, 'granted'>): CopyTrouble {
  return { kind: 'ask-again', folder: name, isDenied: permission === 'denied' }
}
