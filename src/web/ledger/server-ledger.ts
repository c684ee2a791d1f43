import { signal, type Signal } from '@preact/signals'
import * as z from 'zod/mini'
import { ledgerSchema, type Ledger } from '#protocol/ledger.ts'
import type { Problem } from '#protocol/problem.ts'
import { untilAnswered } from '../api/until-answered.ts'
import type { Means } from '../means.ts'
import type { LedgerServer } from './ledger-server.ts'

/** What the server said of itself. */
export interface Told {
  readonly askedAt: number
  readonly ledger: Ledger
}

export interface ServerLedgerMeans {
  readonly means: Means
  readonly server: Pick<LedgerServer, 'ledger'>
  readonly onTold: (told: Told) => void
  readonly signal: AbortSignal
}

const toldSchema: z.ZodMiniType<Told> = z.object({ askedAt: z.number(), ledger: ledgerSchema })
const noteName = 'server-ledger'

// What others do to the server is noticed within this time, and a thousand open pages ask it no more than 17 times a second.
const everyMs = 60_000

/** The server's ledger, asked for now and then, and remembered for when it cannot be asked. */
export class ServerLedger {
  /** Null when this browser has never had an answer. */
  readonly last: Signal<Told | null> = signal<Told | null>(null)
  /** Why the server cannot be asked at present; null when it answered last time. */
  readonly trouble: Signal<Problem | null> = signal<Problem | null>(null)
  readonly #ledger: ServerLedgerMeans
  #asking: Promise<void> | null = null
  #isStale = false

  constructor(ledger: ServerLedgerMeans) {
    this.#ledger = ledger
  }

  async start(): Promise<void> {
    const { means } = this.#ledger
    means.onWake(() => void this.ask())
    means.clock.every(everyMs, () => void this.ask())
    means.store.onTakenAway(() => void this.#keep())
    void this.ask()
    const note = await means.store.read(['notes'], (transaction) => transaction.objectStore('notes').get(noteName))
    const told = note.ok ? toldSchema.safeParse(note.value).data : undefined
    if (told !== undefined) this.last.value ??= told
  }

  /** Asks until there is an answer. Whoever asks meanwhile is answered with one question more. */
  ask(): Promise<void> {
    this.#isStale = true
    this.#asking ??= this.#askUntilFresh().finally(() => {
      this.#asking = null
    })
    return this.#asking
  }

  async #askUntilFresh(): Promise<void> {
    while (this.#isStale) await this.#ask()
  }

  async #ask(): Promise<void> {
    const { means, server, onTold, signal: stop } = this.#ledger
    let askedAt = means.clock.now()
    const ask = (): ReturnType<LedgerServer['ledger']> => {
      askedAt = means.clock.now()
      this.#isStale = false
      return server.ledger()
    }
    const onTrouble = (problem: Problem | null): void => {
      this.trouble.value = problem
    }
    const outcome = await untilAnswered(means, ask, { signal: stop, onTrouble })
    if (outcome === null) return
    if (!outcome.ok) {
      this.trouble.value = outcome.error
      return
    }
    const told = { askedAt, ledger: outcome.value }
    this.last.value = told
    void this.#keep()
    onTold(told)
  }

  async #keep(): Promise<void> {
    const told = this.last.peek()
    if (told === null) return
    // Without it the page knows less the next time, and says so.
    await this.#ledger.means.store.write(['notes'], (transaction) =>
      transaction.objectStore('notes').put(told, noteName),
    )
  }
}
