import { signal, type Signal } from '@preact/signals'
import type { ReplyEvent } from '#protocol/events.ts'
import type { Problem } from '#protocol/problem.ts'
import type { Means } from '../means.ts'
import { logReader } from './log-reader-later.ts'
import { emptyReply, withEvents, type ReplyView } from './reply-view.ts'
import type { ReaderState } from './states.ts'

/** A reply that is being read, as signals for the page. */
export class LiveReply {
  readonly view: Signal<ReplyView> = signal(emptyReply)
  readonly reader: Signal<ReaderState> = signal<ReaderState>('connecting')
  /** Why the words do not come through. */
  readonly trouble: Signal<Problem | null> = signal<Problem | null>(null)
  readonly #means: Means
  readonly #path: string
  readonly #leave = new AbortController()
  readonly #unseen: ReplyEvent[] = []

  constructor(path: string, means: Means) {
    this.#path = path
    this.#means = means
  }

  /** Resolves when the reply is over and all of it is here, or when it is not read any more. */
  async read(): Promise<ReaderState> {
    const { signal: left } = this.#leave
    const onTrouble = (trouble: Problem | null): void => {
      this.trouble.value = trouble
    }
    const LogReader = await logReader(this.#means, { signal: left, onTrouble })
    if (LogReader === null) return 'left'
    const log = new LogReader(this.#path, this.#means, {
      signal: left,
      onTrouble,
      onEvents: (events) => this.#show(events),
      onState: (state) => {
        this.reader.value = state
      },
    })
    const end = await log.run()
    // What came last does not wait for a picture: whoever hears that it is over takes what is here for all of it.
    this.#draw()
    return end
  }

  leave(): void {
    this.#leave.abort()
  }

  // Many commits may come between two pictures; drawing once for all of them is what keeps a phone smooth.
  #show(events: readonly ReplyEvent[]): void {
    const isDrawn = this.#unseen.length === 0
    // Not all at once as arguments: of a long log that would be more than a call can take.
    for (const event of events) {
      this.#unseen.push(event)
      if (event.t === 'done' && event.fault) this.#means.sightings.saw(event.fault, 'reply')
    }
    if (isDrawn) this.#means.nextFrame(() => this.#draw())
  }

  #draw(): void {
    this.view.value = withEvents(this.view.value, this.#unseen.splice(0))
  }
}
