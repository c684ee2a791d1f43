import { GeneratorFault, type FaultId } from '../fault.ts'
import type { Limits } from '../limits.ts'
import type { ListNode } from '../tree/list-node.ts'
import type { Module, Place } from '../tree/module.ts'
import type { WordForms } from '../words/word-forms.ts'
import type { Marks } from './marks.ts'
import type { RandomStream } from './random.ts'
import { spread, type Pick } from './trace.ts'
import type { Value } from './value.ts'

/** How many steps are given out at a time: between two looks at the clock. */
const ration = 8_192

export interface RunOptions {
  readonly limits: Limits
  readonly random: RandomStream
  readonly main: Module
  /** The module or the plugin of this name. */
  readonly importNamed: (run: Run, name: string) => Value
  readonly words: WordForms | undefined
  readonly now: (() => number) | undefined
  readonly isTraced: boolean
}

/** The state of one generation. It begins empty and is thrown away, so that no result depends on another one. */
export class Run {
  /** What has been written so far. */
  out = ''
  /** The places in `out` that can only be filled in when the whole text stands. */
  marks: Marks | undefined
  /** Where we are: set by whatever is about to do something that can fail. */
  place: Place
  random: RandomStream
  readonly firstRandom: RandomStream
  readonly limits: Limits
  readonly main: Module
  readonly importNamed: RunOptions['importNamed']
  readonly words: WordForms | undefined
  readonly picks: Pick[] | undefined
  variables: Map<string, Value> | undefined
  /** Properties that were set while generating, which hide those of the source. */
  overlays: Map<ListNode, Map<string, Value>> | undefined
  /** What plugins remember of this generation. */
  readonly kept: Map<string, RandomStream> = new Map()
  #depth = 0
  #ration = 0
  #stepsLeft: number
  readonly #now: (() => number) | undefined
  readonly #endsAt: number

  constructor({ limits, random, main, importNamed, words, now, isTraced }: RunOptions) {
    this.place = { module: main, at: 0 }
    this.random = random
    this.firstRandom = random
    this.limits = limits
    this.main = main
    this.importNamed = importNamed
    this.words = words
    this.picks = isTraced ? [] : undefined
    this.#stepsLeft = limits.steps
    this.#now = now
    this.#endsAt = now === undefined ? 0 : now() + limits.timeMs
  }

  fail(id: FaultId, message: string): never {
    throw new GeneratorFault(id, message, this.place)
  }

  step(): void {
    if (--this.#ration < 0) this.#refill()
  }

  /** Pays for work before it is done. */
  charge(steps: number): void {
    if ((this.#ration -= Math.ceil(steps)) < 0) this.#refill()
  }

  /** Pays for reading or making a text: a few hundred characters are worth a step. */
  chargeText(length: number): void {
    this.charge(1 + length / 256)
    this.checkLength(length)
  }

  /** Pays for looking for one text in another, which at worst compares all of both. */
  chargeSearch(length: number, soughtLength: number): void {
    this.charge(1 + (length / 256) * (1 + soughtLength / 4))
  }

  checkLength(length: number): void {
    if (length <= this.limits.characters) return
    this.fail('output-too-long', `The text has more than ${spread(this.limits.characters)} characters.`)
  }

  /** Goes into a text or a call. */
  enter(): void {
    if (++this.#depth > this.limits.depth) this.#tooDeep()
    if (--this.#ration < 0) this.#refill()
  }

  /** Comes back. A generation that failed inside is over, so nobody needs to come back then. */
  leave(): void {
    this.#depth--
  }

  get depth(): number {
    return this.#depth
  }

  assign(name: string, value: Value): void {
    this.variables ??= new Map()
    this.variables.set(name, value)
  }

  setProperty(node: ListNode, name: string, value: Value): void {
    this.overlays ??= new Map()
    const overlay = this.overlays.get(node)
    if (overlay === undefined) this.overlays.set(node, new Map([[name, value]]))
    else overlay.set(name, value)
  }

  #refill(): void {
    const owed = -this.#ration
    if (owed > this.#stepsLeft) {
      this.fail('too-many-steps', `The generator did not end within ${spread(this.limits.steps)} steps.`)
    }
    const given = Math.min(this.#stepsLeft, owed + ration)
    this.#stepsLeft -= given
    this.#ration += given
    if (this.#now !== undefined && this.#now() > this.#endsAt) {
      this.fail('out-of-time', `The generator did not end within ${spread(this.limits.timeMs)} ms.`)
    }
  }

  #tooDeep(): never {
    this.fail('too-deep', `Texts lie in texts more than ${spread(this.limits.depth)} deep: does a list call itself?`)
  }
}
