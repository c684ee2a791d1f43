import { computed, signal, type ReadonlySignal, type Signal } from '@preact/signals'
import { testHops } from '#doctor/browser.ts'
import { judgeVisitor, reaches, type VisitorVerdict } from '#doctor/visitor.ts'
import {
  meetingCodePattern,
  visitorPlacesPath,
  visitorPlacesSchema,
  type HopTest,
  type PathStep,
  type StepOutcome,
  type StepTaken,
  type VisitorPlaces,
  type VisitorRun,
} from '#protocol/visitor-tests.ts'
import { announced } from '../check/announced.ts'
import { checkHere, type CheckHere } from '../check/browser.ts'
import { forgetTests, keepPlaces, keepTests, keptPlaces, keptTests } from '../check/kept-tests.ts'
import { bringRun, fetchRun } from '../check/meeting.ts'
import { pauseBefore, stepNow, whyCacheCannotHelp } from '../check/path.ts'
import { codeLetters, readShortCode, shortCodeOf } from '../check/short-code.ts'
import type { Means } from '../means.ts'

const mostRuns = 8
/** About a minute: as long as a server takes that is only started again. */
const rounds = 6
/** Whoever comes back within this time goes on where they were: loading the page anew is one of the things people try. */
const goesOnMs = 900_000
const modelFaultMs = 600_000
const lookForOtherMs = 3000
const shortlyMs = 200

/** Testing the way from here to the site, and the path of what to try, one step at a time. Nothing of it needs a server. */
export class Check {
  /** Where another device meets this one. */
  readonly code: string
  /** On the other device: the code of the screen that it was opened from. */
  readonly guestOf: string | null
  /** Each hop as soon as it is known, of the look that runs or ran last. */
  readonly hops: Signal<readonly HopTest[]> = signal<readonly HopTest[]>([])
  readonly isTesting: Signal<boolean> = signal(false)
  /** When the page asks again by itself; null when it does not. */
  readonly asksAgainAt: Signal<number | null> = signal<number | null>(null)
  readonly runs: Signal<readonly VisitorRun[]>
  readonly steps: Signal<readonly StepTaken[]>
  readonly other: Signal<VisitorRun | null>
  /** Whether the other screen got what this device found; null while that is not known. */
  readonly isBrought: Signal<boolean | null> = signal<boolean | null>(null)
  readonly step: ReadonlySignal<PathStep | null> = computed(() => stepNow(this.steps.value))
  readonly verdict: ReadonlySignal<VisitorVerdict | null> = computed(() =>
    judgeVisitor({ runs: [...this.runs.value], steps: [...this.steps.value], other: this.other.value }),
  )
  readonly here: CheckHere
  /** Where else this browser may look. */
  readonly places: Signal<VisitorPlaces>
  readonly #means: Means
  #stop = new AbortController()

  constructor(means: Means, query: string) {
    const asked = new URLSearchParams(query).get('with') ?? ''
    const kept = keptTests(means.shelf)
    const goesOn = kept !== null && Math.abs(means.clock.now() - kept.at) < goesOnMs ? kept : null
    this.#means = means
    this.here = checkHere(means.clock)
    this.places = signal(keptPlaces(means.shelf))
    this.guestOf = meetingCodePattern.test(asked) ? asked : null
    this.code = this.guestOf ?? goesOn?.code ?? madeCode(means.chance)
    this.runs = signal(goesOn?.tests.runs ?? [])
    this.steps = signal(goesOn?.tests.steps ?? [])
    this.other = signal(goesOn?.tests.other ?? null)
  }

  get isWell(): boolean {
    const run = this.runs.value.at(-1)
    return run !== undefined && reaches(run) && this.verdict.value?.side === null
  }

  /** One look at every hop. */
  async look(): Promise<VisitorRun | undefined> {
    if (this.isTesting.peek()) return undefined
    this.isTesting.value = true
    this.hops.value = []
    void this.#learnPlaces()
    const { clock, fetch, isOnline } = this.#means
    const from = { clock, fetch, isOnline, places: this.places.value, salt: this.code, modelFault: this.#modelFault() }
    const run = await testHops({ ...from, isPageKept: this.here.isPageKept }, (test) => {
      this.hops.value = [...this.hops.peek(), test]
    })
    this.runs.value = [...this.runs.peek(), run].slice(-mostRuns)
    this.isTesting.value = false
    this.#keep()
    if (this.guestOf !== null) this.isBrought.value = await bringRun(this.#means, this.guestOf, run)
    return run
  }

  /** Begins from nothing. */
  async anew(): Promise<void> {
    this.leave()
    forgetTests(this.#means.shelf)
    this.runs.value = []
    this.steps.value = []
    this.other.value = null
    await this.look()
  }

  /** Asks again for the person, at the pace that is wanted of everybody. */
  async refresh(): Promise<void> {
    const left = this.#begin()
    while (this.isTesting.peek()) if (!(await this.#sleep(shortlyMs, left))) return
    for (let round = 0; round < rounds; round++) {
      const last = this.runs.peek().at(-1)
      if (last !== undefined && !(await this.#pause(pauseBefore(last, this.#means.chance()), left))) return
      const run = await this.look()
      if (left.aborted) return
      if (run !== undefined && reaches(run)) return this.took('refresh', 'mended', 'After a moment it answered again.')
    }
    this.took('refresh', 'same', `It was asked ${rounds} more times, and it is the same.`)
  }

  /** What the status page says is for the person to read: they go on when they have. */
  readonly announcement: Signal<Awaited<ReturnType<typeof announced>> | null> = signal<Awaited<
    ReturnType<typeof announced>
  > | null>(null)

  async readStatus(): Promise<void> {
    this.announcement.value = null
    this.announcement.value = await announced(this.#means)
  }

  /** The person has switched something off: is it better now? */
  async lookAfter(step: 'vpn' | 'cache'): Promise<void> {
    if (step === 'cache') await this.here.renewParts()
    const run = await this.look()
    if (run === undefined) return
    if (reaches(run)) this.took(step, 'mended', 'After that it works.')
    else this.took(step, 'same', 'After that it is the same.')
  }

  /** Why clearing the cache cannot help; null where it might, or nothing is known. */
  get cacheCannotHelp(): string | null {
    const run = this.runs.value.at(-1)
    return run === undefined ? null : whyCacheCannotHelp(run)
  }

  /** Asks, now and then, whether the other device has brought what it found, until it has or nobody waits any more. */
  async awaitOther(): Promise<void> {
    const left = this.#begin()
    for (;;) {
      const run = await fetchRun(this.#means, this.code)
      if (left.aborted) return
      if (run !== null && run !== undefined) return this.#met(run)
      if (!(await this.#sleep(lookForOtherMs, left))) return
    }
  }

  /** What a person typed from the other screen; the answer is what is wrong with it, or null. */
  typed(letters: string): string | null {
    const read = readShortCode(letters, this.#means.clock.now())
    if (!read.ok) return read.error
    this.#met(read.value)
    return null
  }

  /** This device's look, for a person to carry to the other screen. */
  get shortCode(): string | null {
    const run = this.runs.value.at(-1)
    return run === undefined ? null : shortCodeOf(run)
  }

  took(step: PathStep, outcome: StepOutcome, says: string): void {
    this.leave()
    const taken = { step, outcome, says, at: this.#means.clock.now() }
    this.steps.value = [...this.steps.peek().filter((one) => one.step !== step), taken]
    this.#keep()
  }

  secondsTo(at: number): number {
    return Math.max(0, Math.ceil((at - this.#means.clock.now()) / 1000))
  }

  everySecond(run: () => void): () => void {
    return this.#means.clock.every(1000, run)
  }

  /** Nobody waits for anything here any more. */
  leave(): void {
    this.#stop.abort()
    this.asksAgainAt.value = null
  }

  #met(run: VisitorRun): void {
    this.other.value = run
    const here = this.runs.peek().at(-1)
    const isSame = run.network !== null && run.network === here?.network
    const where = isSame ? 'in this same network' : 'in its network'
    const outcome = reaches(run) ? 'works-there' : 'fails-there'
    const says = `The other device, ${where}, ${reaches(run) ? 'reaches the site' : 'does not reach it either'}.`
    this.took('network', isSame ? 'same-network' : outcome, says)
  }

  #modelFault(): { fault: string; title: string } | null {
    const { sightings, clock } = this.#means
    const last = sightings.all().findLast(({ path }) => path === 'reply')
    const isFresh = last !== undefined && last.side === 'model' && clock.now() - last.lastAt < modelFaultMs
    return isFresh ? { fault: last.fault, title: last.title } : null
  }

  /** Where else to look is learnt while the edge can still say it. */
  async #learnPlaces(): Promise<void> {
    const { fetch, shelf } = this.#means
    const response = await fetch(visitorPlacesPath, { cache: 'no-store' }).catch(() => undefined)
    const places = visitorPlacesSchema.safeParse(await response?.json().catch(() => null)).data
    if (places === undefined) return
    keepPlaces(shelf, places)
    this.places.value = places
  }

  #begin(): AbortSignal {
    this.leave()
    this.#stop = new AbortController()
    return this.#stop.signal
  }

  async #pause(ms: number, left: AbortSignal): Promise<boolean> {
    this.asksAgainAt.value = this.#means.clock.now() + ms
    const isOver = await this.#sleep(ms, left)
    this.asksAgainAt.value = null
    return isOver
  }

  #sleep(ms: number, left: AbortSignal): Promise<boolean> {
    return this.#means.clock.sleep(ms, left).then(
      () => true,
      () => false,
    )
  }

  #keep(): void {
    const tests = { runs: [...this.runs.peek()], steps: [...this.steps.peek()], other: this.other.peek() }
    const verdict = this.verdict.peek()
    // The screen that a phone was opened from has its own.
    if (this.guestOf !== null) return
    const at = this.#means.clock.now()
    keepTests(this.#means.shelf, { at, code: this.code, tests: { ...tests, verdict } })
  }
}

function madeCode(chance: () => number): string {
  return Array.from({ length: 10 }, () => codeLetters[Math.floor(chance() * codeLetters.length)] ?? '0').join('')
}
