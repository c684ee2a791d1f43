import type { Canary } from '#protocol/server-look.ts'
import type { Clock } from '#shared/clock.ts'
import type { MakeId } from '#shared/ids.ts'
import type { Backend, BackendFailure, Models } from '../models/port.ts'

export interface CanaryMeans {
  readonly models: Pick<Models, 'route'>
  readonly clock: Pick<Clock, 'now' | 'after'>
  readonly makeId: MakeId
}

// Each costs what a model takes for some twenty tokens to read and sixteen to write; nobody can make it dearer than so.
const mostTokens = 16
const leastMs = 60_000
const patienceMs = 30_000
const question = 'Count from one to twelve in words, with commas between them, and write nothing else.'

/** Has the chosen back end write a few tokens for nobody, at most once in a minute however many ask. */
export class CanarySong {
  readonly #means: CanaryMeans
  readonly #closing = new AbortController()
  #latest: { readonly at: number; readonly sung: Promise<Canary> } | undefined

  constructor(means: CanaryMeans) {
    this.#means = means
  }

  sing(): Promise<Canary> {
    const now = this.#means.clock.now()
    const known = this.#latest
    if (known !== undefined && now >= known.at && now - known.at < leastMs) return known.sung
    const sung = this.#sing(now)
    this.#latest = { at: now, sung }
    return sung
  }

  close(): void {
    this.#closing.abort()
  }

  async #sing(at: number): Promise<Canary> {
    const [backend] = await this.#means.models.route(null)
    const nothing = { at, firstTokenMs: null, tokens: 0, tokensPerSecond: null }
    if (backend === undefined) return { ...nothing, outcome: 'skipped', backend: null }
    const { name, kind } = backend.info
    if (kind === 'narrator') return { ...nothing, outcome: 'skipped', backend: name }
    return { ...nothing, backend: name, ...(await this.#listen(backend, at)) }
  }

  async #listen(backend: Backend, at: number): Promise<Heard> {
    const enough = new AbortController()
    const cancel = this.#means.clock.after(patienceMs, () => enough.abort())
    const signal = AbortSignal.any([enough.signal, this.#closing.signal])
    const heard = new Ear(at, this.#means.clock.now)
    try {
      for await (const piece of backend.write(requestOf(this.#means.makeId(), signal))) {
        if (piece.kind === 'token') heard.tokens(piece.count ?? 1)
        if (piece.kind === 'failed') return heard.failed(piece.failure)
        if (piece.kind === 'end' || heard.count >= mostTokens) break
      }
    } finally {
      cancel()
      enough.abort()
    }
    if (this.#closing.signal.aborted) return { outcome: 'skipped' }
    return heard.count > 0
      ? heard.wrote()
      : heard.failed({ fault: 'backend-silent', because: `no token within ${patienceMs} ms` })
  }
}

type Heard = Partial<Canary> & Pick<Canary, 'outcome'>

class Ear {
  readonly #at: number
  readonly #now: () => number
  #firstAt: number | undefined
  #lastAt = 0
  count = 0

  constructor(at: number, now: () => number) {
    this.#at = at
    this.#now = now
  }

  tokens(count: number): void {
    this.#lastAt = this.#now()
    this.#firstAt ??= this.#lastAt
    this.count += count
  }

  wrote(): Heard {
    const firstAt = this.#firstAt ?? this.#at
    const forS = (this.#lastAt - firstAt) / 1000
    const tokensPerSecond = this.count > 1 && forS > 0 ? (this.count - 1) / forS : null
    return { outcome: 'wrote', firstTokenMs: firstAt - this.#at, tokens: this.count, tokensPerSecond }
  }

  failed({ fault, because }: BackendFailure): Heard {
    return { outcome: 'failed', tokens: this.count, fault, because }
  }
}

function requestOf(replyId: string, signal: AbortSignal): Parameters<Backend['write']>[0] {
  return { replyId, epoch: 1, messages: [{ role: 'user', text: question }], written: [], tokens: 0, signal }
}
