import { computed, effect, signal, type ReadonlySignal, type Signal } from '@preact/signals'
import * as z from 'zod/mini'
import { briefBoardSchema, type BriefBoard } from '#protocol/brief-board.ts'
import { jsonOf } from '../json.ts'
import type { Means } from '../means.ts'

export type ToldIncident = BriefBoard['open'][number]

/** What the status page said last, and when it was heard by this device's own clock: theirs may be another. */
export interface ToldBoard {
  readonly heardAt: number
  readonly board: BriefBoard
}

export interface ToldStatusMeans extends Pick<Means, 'fetch' | 'clock' | 'shelf' | 'onWake'> {
  /** Whether the page cannot do what it should, so that it matters who knows of it. */
  readonly isAway: ReadonlySignal<boolean>
}

const path = '/status/brief.json'
const shelfKey = 'holdfast:status'
const toldSchema = z.object({ heardAt: z.number(), board: briefBoardSchema })

// What others keep on the same shelf are a person's words: this must never push them off.
const mostLetters = 100_000
const patienceMs = 10_000
const tickMs = 10_000
const quietTicks = 6
// Longer than this nobody knows whether it still goes on.
const believedForMs = 30 * 60_000

/** How things stand by the status page, kept on the device with its age for when that is away, too. */
export class ToldStatus {
  readonly told: Signal<ToldBoard | null>
  /** The open incident that hurts most; null when none is known, or nobody has heard anything for long. */
  readonly incident: ReadonlySignal<ToldIncident | null> = computed(() => this.#incident())
  readonly #now: Signal<number>
  readonly #means: ToldStatusMeans
  #ticks = 0
  #asking: Promise<void> | null = null

  constructor(means: ToldStatusMeans) {
    this.#means = means
    this.#now = signal(means.clock.now())
    this.told = signal(toldSchema.safeParse(jsonOf(means.shelf.get(shelfKey) ?? '')).data ?? null)
  }

  /** Asks now and then, and more often while something is wrong. What it answers with ends that. */
  start(): () => void {
    const { clock, isAway, onWake } = this.#means
    const ends = [
      clock.every(tickMs, () => this.#tick()),
      onWake(() => void this.ask()),
      effect(() => {
        if (isAway.value) void this.ask()
      }),
    ]
    void this.ask()
    return () => ends.forEach((end) => end())
  }

  /** How long ago it was said. */
  ageMs(): number {
    return Math.max(0, this.#now.value - (this.told.value?.heardAt ?? this.#now.value))
  }

  ask(): Promise<void> {
    this.#asking ??= this.#hear().finally(() => (this.#asking = null))
    return this.#asking
  }

  #tick(): void {
    this.#now.value = this.#means.clock.now()
    this.#ticks += 1
    const isUrgent = this.#means.isAway.peek() || this.incident.peek() !== null
    if (isUrgent || this.#ticks % quietTicks === 0) void this.ask()
  }

  async #hear(): Promise<void> {
    const { fetch, clock, shelf } = this.#means
    const giveUp = new AbortController()
    const cancel = clock.after(patienceMs, () => giveUp.abort())
    try {
      const answer = await fetch(path, { signal: giveUp.signal })
      const board = answer.ok ? briefBoardSchema.safeParse(await answer.json()).data : undefined
      if (board === undefined) return
      const told = { heardAt: clock.now(), board }
      this.#now.value = told.heardAt
      this.told.value = told
      const text = JSON.stringify(told)
      if (text.length <= mostLetters) shelf.put(shelfKey, text)
    } catch {
      // The copy that is here counts on, with its age.
    } finally {
      cancel()
    }
  }

  #incident(): ToldIncident | null {
    const told = this.told.value
    if (told === null || this.ageMs() > believedForMs) return null
    return told.board.open[0] ?? null
  }
}
