import type { OutageHistory } from '#protocol/outages.ts'
import type { Cancel, Clock } from '#shared/clock.ts'
import type { Log } from '#shared/log.ts'
import { LastTold } from '../last-told.ts'
import { openIncident, type OpenIncident, type Told } from '../told-incident.ts'
import { askHistory, askTold } from './ask-status.ts'
import type { UpstreamServer } from './upstream-server.ts'

export interface StatusNewsMeans {
  readonly clock: Clock
  readonly log: Log
  /** Holdfast's own status process, which is asked from the start on; before anything else nobody is. */
  readonly isOwn: boolean
}

const renewEveryMs = 60_000

/** What the status process has measured and said, so that it is here when it is needed. */
export class StatusNews {
  readonly #history: LastTold<OutageHistory>
  readonly #told: LastTold<Told>
  readonly #clock: Clock
  readonly #log: Log
  readonly #cancelRenewing: Cancel

  constructor(server: UpstreamServer, { clock, log, isOwn }: StatusNewsMeans) {
    this.#clock = clock
    this.#log = log
    this.#history = new LastTold(() => askHistory(server, clock), clock.now)
    this.#told = new LastTold(() => askTold(server, clock), clock.now)
    this.#cancelRenewing = isOwn ? this.#renewing() : () => undefined
  }

  get history(): OutageHistory | undefined {
    return this.#history.latest
  }

  /** As long as something fails, the status process may say something new at any moment: whoever comes next is told. */
  incident(): OpenIncident | undefined {
    this.#renew(this.#told)
    return openIncident(this.#told.latest, this.#clock.now())
  }

  stop(): void {
    this.#cancelRenewing()
  }

  #renewing(): Cancel {
    const renewAll = (): void => {
      this.#renew(this.#history)
      this.#renew(this.#told)
    }
    renewAll()
    return this.#clock.every(renewEveryMs, renewAll)
  }

  #renew(told: LastTold<unknown>): void {
    told.renew().catch((bug: unknown) => this.#log.error('bug', { bug: String(bug) }))
  }
}
