import {
  narratorName,
  type BackendInfo,
  type BackendList,
  type BackendSettings,
  type NewBackend,
  type RemoteBackend,
} from '#protocol/backends.ts'
import type { Log } from '#shared/log.ts'
import { fail, ok, type Outcome } from '#shared/outcome.ts'
import { inTurn } from '#shared/in-turn.ts'
import type { Memory } from './memory.ts'
import type { Backend, BackendFailure, Models } from './port.ts'

/** What the registry is made of. */
export interface RegistryParts {
  readonly configured: readonly BackendSettings[]
  /** Look for model servers whenever there is no other. */
  readonly looksByItself: boolean
  readonly memory: Memory
  readonly narrator: Backend & { readonly prepare: () => Promise<void> }
  readonly open: (settings: BackendSettings, source: BackendInfo['source']) => Backend
  readonly look: (signal: AbortSignal) => Promise<readonly RemoteBackend[]>
  readonly check: (
    backend: NewBackend,
    signal: AbortSignal,
  ) => Promise<Outcome<readonly BackendSettings[], BackendFailure>>
  readonly log: Log
}

interface Entry {
  readonly settings: BackendSettings
  readonly backend: Backend
}

/** The back ends of a server: configured, connected by a person, found on the machine, and the practice narrator. */
export class Registry implements Models {
  readonly #parts: RegistryParts
  readonly #closing = new AbortController()
  readonly #configured: readonly Entry[]
  #connected: readonly Entry[] = []
  #found: readonly Entry[] = []
  #looking: Promise<void> | null = null
  /** Changes to what is connected, one after the other, or one would be remembered without the other. */
  readonly #inTurn: ReturnType<typeof inTurn> = inTurn()

  constructor(parts: RegistryParts) {
    this.#parts = parts
    this.#configured = parts.configured.map((settings) => this.#entry(settings, 'configured'))
  }

  /** Recalls what was connected, and begins to look when there is nothing else. */
  async open(): Promise<void> {
    const remembered = await this.#parts.memory.read()
    this.#connected = remembered.map((settings) => this.#entry(settings, 'connected'))
    this.#lookIfAlone()
  }

  list(): BackendList {
    const real = this.#real()
    const alone = this.#looking === null ? narratorName : null
    return {
      backends: [...real.map(({ backend }) => backend.info), this.#parts.narrator.info],
      chosen: real[0]?.backend.info.name ?? alone,
      looking: this.#looking !== null,
    }
  }

  all(): readonly Backend[] {
    return [...this.#real().map(({ backend }) => backend), this.#parts.narrator]
  }

  async route(asked: string | null): Promise<readonly Backend[]> {
    await this.#looking
    const { narrator } = this.#parts
    const real = this.#real().map(({ backend }) => backend)
    if (asked === null) return real.length > 0 ? real : [narrator]
    if (asked === narrator.info.name) return [narrator]
    const first = real.find(({ info }) => info.name === asked)
    return first === undefined ? [] : [first, ...real.filter((backend) => backend !== first)]
  }

  async connect(backend: NewBackend): Promise<Outcome<readonly BackendInfo[], BackendFailure>> {
    const checked = await this.#parts.check(backend, this.#closing.signal)
    return checked.ok ? this.#inTurn(() => this.#add(checked.value)) : checked
  }

  disconnect(name: string): Promise<boolean> {
    return this.#inTurn(() => this.#forget(name))
  }

  look(): Promise<void> {
    this.#looking ??= this.#lookOnce().finally(() => (this.#looking = null))
    return this.#looking
  }

  async close(): Promise<void> {
    this.#closing.abort()
    await this.#looking
    await closeAll(this.#real())
    await this.#parts.narrator.close()
  }

  /** All but the narrator, the best first. */
  #real(): readonly Entry[] {
    return [...this.#configured, ...this.#connected, ...this.#found]
  }

  #entry(settings: BackendSettings, source: BackendInfo['source']): Entry {
    return { settings, backend: this.#parts.open(settings, source) }
  }

  #lookIfAlone(): void {
    if (this.#real().length > 0) return
    const looked = this.#parts.looksByItself ? this.look() : Promise.resolve()
    // Nothing waits for this: the first reply is only quicker when the engine runs already.
    void looked.then(() => this.#prepareNarrator())
  }

  async #prepareNarrator(): Promise<void> {
    if (this.#real().length === 0 && !this.#closing.signal.aborted) await this.#parts.narrator.prepare()
  }

  async #lookOnce(): Promise<void> {
    const settings = await this.#parts.look(this.#closing.signal)
    if (this.#closing.signal.aborted) return
    const known = new Set([...this.#configured, ...this.#connected].map((entry) => placeOf(entry.settings)))
    const fresh = settings.filter((one) => !known.has(placeOf(one)))
    const before = new Map(this.#found.map((entry) => [placeOf(entry.settings), entry]))
    this.#found = fresh.map((one) => before.get(placeOf(one)) ?? this.#entry(one, 'found'))
    this.#parts.log.info('looked for model servers', { found: fresh.map(({ name }) => name) })
    const still = new Set(this.#found)
    await closeAll([...before.values()].filter((entry) => !still.has(entry)))
  }

  /** A person's name for a back end never takes the place of the operator's. */
  #freeName(name: string): string {
    const taken = new Set([narratorName, ...[...this.#configured, ...this.#found].map(({ settings }) => settings.name)])
    if (!taken.has(name)) return name
    for (let number = 2; ; number++) if (!taken.has(`${name} (${number})`)) return `${name} (${number})`
  }

  async #add(added: readonly BackendSettings[]): Promise<Outcome<readonly BackendInfo[], BackendFailure>> {
    const settings = added.map((one) => ({ ...one, name: this.#freeName(one.name) }))
    const names = new Set(settings.map(({ name }) => name))
    const others = this.#connected.filter((entry) => !names.has(entry.settings.name))
    const kept = await this.#remember([...others.map((entry) => entry.settings), ...settings])
    if (!kept.ok) return kept
    const entries = settings.map((one) => this.#entry(one, 'connected'))
    const places = new Set(settings.map(placeOf))
    const replaced = [
      ...this.#connected.filter((entry) => names.has(entry.settings.name)),
      ...this.#found.filter((entry) => places.has(placeOf(entry.settings))),
    ]
    this.#connected = [...others, ...entries]
    this.#found = this.#found.filter((entry) => !replaced.includes(entry))
    await closeAll(replaced)
    return ok(entries.map((entry) => entry.backend.info))
  }

  async #forget(name: string): Promise<boolean> {
    const gone = this.#connected.find(({ settings }) => settings.name === name)
    if (gone === undefined) return false
    const others = this.#connected.filter((entry) => entry !== gone)
    const kept = await this.#remember(others.map(({ settings }) => settings))
    if (!kept.ok) this.#parts.log.error('a back end will be back after a restart', { name, ...kept.error })
    this.#connected = others
    await closeAll([gone])
    this.#lookIfAlone()
    return true
  }

  async #remember(backends: readonly BackendSettings[]): Promise<Outcome<null, BackendFailure>> {
    const written = await this.#parts.memory.write(backends)
    return written.ok ? written : fail({ fault: 'storage-unavailable', because: written.error })
  }
}

/** The same for two settings exactly if they mean the same model. */
function placeOf(settings: BackendSettings): string {
  return 'file' in settings ? settings.file : `${settings.baseURL.replace(/\/+$/, '')} ${settings.model}`
}

async function closeAll(entries: readonly Entry[]): Promise<void> {
  await Promise.all(entries.map(({ backend }) => backend.close()))
}
