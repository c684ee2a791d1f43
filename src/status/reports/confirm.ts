import { request as plainly } from 'node:http'
import { request as overTls } from 'node:https'
import { faults, type FaultId } from '#protocol/faults.ts'
import type { Side } from '#protocol/fault.ts'
import { receiptPath, receiptSchema, type Receipt } from '#protocol/report.ts'
import type { Clock } from '#shared/clock.ts'

const patienceMs = 1500
const mostBytes = 2_000
/** What is older says nothing of now. */
const freshMs = 60 * 60_000
const minuteMs = 60_000
/** So many questions a minute cost the edge nothing that anybody would feel, and prove more than enough. */
const mostPerMinute = 120
const mostAtOnce = 8
const mostUsed = 10_000

/** Asks the edge whether a receipt is its own. Undefined when it is not, or nobody answers. */
export type AskEdge = (receipt: string) => Promise<unknown>

/** Tells receipts of faults that the edge met from made-up ones. Each counts once, whoever brings it. */
export class Confirming {
  readonly #ask: AskEdge
  readonly #clock: Pick<Clock, 'now'>
  /** Request ids that have counted, the first the longest ago. */
  readonly #used = new Set<string>()
  #minute = 0
  #asked = 0
  #underWay = 0

  constructor(ask: AskEdge, clock: Pick<Clock, 'now'>) {
    this.#ask = ask
    this.#clock = clock
  }

  async confirmed(receipt: string | undefined): Promise<Receipt | undefined> {
    if (receipt === undefined || this.#isUsed(receipt) || !this.#mayAsk()) return undefined
    this.#underWay += 1
    const read = receiptSchema.safeParse(await this.#ask(receipt))
    this.#underWay -= 1
    // Two that bring the same one at the same time have both asked by now.
    if (!read.success || this.#isUsed(receipt) || !this.#isSomething(read.data)) return undefined
    this.#use(idIn(receipt))
    return read.data
  }

  /** A fault of the way to the words, and of now. */
  #isSomething({ fault, at }: Receipt): boolean {
    const agoMs = this.#clock.now() - at
    return agoMs < freshMs && agoMs > -freshMs && isFault(fault) && ourSides.has(faults[fault].side)
  }

  #isUsed(receipt: string): boolean {
    return this.#used.has(idIn(receipt))
  }

  #use(id: string): void {
    this.#used.add(id)
    if (this.#used.size <= mostUsed) return
    for (const oldest of this.#used) {
      this.#used.delete(oldest)
      return
    }
  }

  #mayAsk(): boolean {
    const minute = Math.floor(this.#clock.now() / minuteMs)
    if (minute !== this.#minute) [this.#minute, this.#asked] = [minute, 0]
    if (this.#asked >= mostPerMinute || this.#underWay >= mostAtOnce) return false
    this.#asked += 1
    return true
  }
}

const ourSides: ReadonlySet<Side> = new Set(['edge', 'path', 'hosting', 'server'])

function isFault(id: string): id is FaultId {
  return Object.hasOwn(faults, id)
}

/** The id of the request stands first in a receipt. */
function idIn(receipt: string): string {
  return receipt.split('~')[0] ?? ''
}

/** Asks the edge at its address. */
export function askEdgeAt(edge: string, clock: Pick<Clock, 'after'>): AskEdge {
  return (receipt) =>
    new Promise((resolve) => {
      const request = edge.startsWith('https:') ? overTls : plainly
      const url = new URL(`${receiptPath}?of=${encodeURIComponent(receipt)}`, edge)
      const asking = request(url, { headers: { accept: 'application/json' }, agent: false })
      const giveUp = (): void => {
        resolve(undefined)
        asking.destroy()
      }
      asking.on('close', clock.after(patienceMs, giveUp))
      asking.on('error', () => resolve(undefined))
      asking.on('response', (answer) => {
        let body = ''
        answer.setEncoding('utf8')
        answer.on('data', (part: string) => {
          body += part
          if (body.length > mostBytes) giveUp()
        })
        answer.on('error', () => resolve(undefined))
        answer.on('end', () => resolve(answer.statusCode === 200 ? jsonOf(body) : undefined))
      })
      asking.end()
    })
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined // No JSON is no word of the edge's.
  }
}
