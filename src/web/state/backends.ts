import { computed, signal, type ReadonlySignal, type Signal } from '@preact/signals'
import { narratorName, type BackendInfo, type BackendList, type NewBackend } from '#protocol/backends.ts'
import type { Problem } from '#protocol/problem.ts'
import type { Outcome } from '#shared/outcome.ts'
import type { Server } from '../api/server.ts'
import { untilAnswered, waitUnlessWoken } from '../api/until-answered.ts'
import type { Means } from '../means.ts'

const pickedKey = 'holdfast:model'
const lookAgainMs = 1_000

/** The models that can write, and which of them this reader wants. */
export class Backends {
  readonly list: Signal<BackendList | null> = signal(null)
  readonly #picked: Signal<string | null>
  readonly #means: Means
  readonly #server: Server
  readonly #signal: AbortSignal

  constructor(means: Means, server: Server, stop: AbortSignal) {
    this.#means = means
    this.#server = server
    this.#signal = stop
    this.#picked = signal(means.shelf.get(pickedKey))
  }

  /** The one to name in a turn; undefined leaves the choice to the server. */
  readonly asked: ReadonlySignal<string | undefined> = computed(() => {
    const picked = this.#picked.value
    return picked !== null && this.info(picked) !== undefined ? picked : undefined
  })

  /** The one that will write the next reply. */
  readonly next: ReadonlySignal<BackendInfo | undefined> = computed(() => {
    const name = this.asked.value ?? this.list.value?.chosen
    return name === undefined || name === null ? undefined : this.info(name)
  })

  /** Nothing but the practice narrator is there to write. */
  readonly onlyPractice: ReadonlySignal<boolean> = computed(() => {
    const list = this.list.value
    return list !== null && !list.looking && list.backends.every(({ name }) => name === narratorName)
  })

  info(name: string): BackendInfo | undefined {
    return this.list.value?.backends.find((backend) => backend.name === name)
  }

  pick(name: string): void {
    this.#picked.value = name
    this.#means.shelf.put(pickedKey, name)
  }

  /** Reads the list, and reads it again for as long as the server is still looking around. */
  async load(): Promise<void> {
    const persistence = { signal: this.#signal, onTrouble: () => undefined }
    for (;;) {
      const outcome = await untilAnswered(this.#means, this.#server.backends, persistence)
      if (outcome === null || !outcome.ok) return
      this.list.value = outcome.value
      if (!outcome.value.looking) return
      if (!(await waitUnlessWoken(this.#means, lookAgainMs, this.#signal))) return
    }
  }

  /** Null when it worked; the new model is then the picked one. */
  async connect(backend: NewBackend): Promise<Problem | null> {
    const known = new Set(this.list.value?.backends.map(({ name }) => name))
    const problem = this.#take(await this.#server.connect(backend))
    const added = this.list.value?.backends.find(({ name }) => !known.has(name))
    if (problem === null && added !== undefined) this.pick(added.name)
    return problem
  }

  /** Null when it worked. */
  async disconnect(name: string): Promise<Problem | null> {
    const outcome = await this.#server.disconnect(name)
    if (!outcome.ok) return outcome.error
    await this.load()
    return null
  }

  /** Null when it worked. */
  async look(): Promise<Problem | null> {
    const problem = this.#take(await this.#server.look())
    await this.load()
    return problem
  }

  #take(outcome: Outcome<BackendList, Problem>): Problem | null {
    if (!outcome.ok) return outcome.error
    this.list.value = outcome.value
    return null
  }
}
