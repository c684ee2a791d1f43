import { People } from './people.ts'
import { alarmIn, windowsMin, type Windows } from './scan.ts'
import { hourMs, rememberedMs, usualAt, type Hour } from './usual.ts'

const minuteMs = 60_000
/** So long an alarm is shown after the last window that has one: people tire of reporting before the trouble ends. */
const shownMs = 15 * minuteMs

/** What people say of one component. */
export class Reported {
  readonly #people = new People()
  /** Whole hours that were watched. */
  #hours: readonly Hour[]
  /** The hour that goes on, and whether all of it has been seen. */
  #hour: { at: number; people: number; isCalm: boolean; isWhole: boolean }
  #alarmedAt = -Infinity
  #unwritten = 0
  #lately = 0
  #closed: Hour[] = []

  constructor(hours: readonly Hour[], now: number) {
    this.#hours = hours
    this.#hour = { at: hourOf(now), people: 0, isCalm: true, isWhole: false }
  }

  /** How many people reported within the last hour; as of the last look, and everybody since. */
  get people(): number {
    return this.#lately
  }

  /** People who were counted and are not written down yet. */
  get unwritten(): number {
    return this.#unwritten
  }

  /** False when the same person has said so just now. */
  add(mark: string, now: number): boolean {
    const counted = this.#people.add(mark, now)
    if (counted === 'same') return false
    this.#hour.people += 1
    this.#lately += 1
    if (counted === 'new') this.#unwritten += 1
    return true
  }

  isAlarmed(now: number): boolean {
    const agoMs = now - this.#alarmedAt
    return agoMs >= 0 && agoMs < shownMs
  }

  /** `isWell`: our own probes see nothing wrong. Only then does this hour say what is usual. */
  look(now: number, isWell: boolean): void {
    this.#turnHour(now)
    const { meanWithin, dispersion } = usualAt(this.#hours, now)
    const people = this.#people.within(now)
    this.#lately = people[60]
    const windowAt = (window: (typeof windowsMin)[number]): Windows[typeof window] => ({
      people: people[window],
      mean: meanWithin(window),
    })
    const windows = { 5: windowAt(5), 15: windowAt(15), 30: windowAt(30), 60: windowAt(60) }
    const isAlarm = alarmIn(windows, dispersion) !== undefined
    if (isAlarm) this.#alarmedAt = now
    if (isAlarm || !isWell) this.#hour.isCalm = false
    this.#people.forget(now)
  }

  takeUnwritten(): number {
    const taken = this.#unwritten
    this.#unwritten = 0
    return taken
  }

  takeHours(): readonly Hour[] {
    const taken = this.#closed
    this.#closed = []
    return taken
  }

  #turnHour(now: number): void {
    const at = hourOf(now)
    if (at === this.#hour.at) return
    const { isWhole, ...hour } = this.#hour
    // An hour of which we slept through a part says too little, and so does one before a leap of the clock.
    const isNext = at === hour.at + hourMs
    if (isWhole && isNext) {
      this.#closed.push(hour)
      this.#hours = [...this.#hours.filter((one) => now - one.at <= rememberedMs), hour]
    }
    this.#hour = { at, people: 0, isCalm: true, isWhole: isNext }
  }
}

function hourOf(at: number): number {
  return Math.floor(at / hourMs) * hourMs
}
