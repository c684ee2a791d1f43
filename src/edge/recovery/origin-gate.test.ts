import { setImmediate } from 'node:timers/promises'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { manualClock, type ManualClock } from '../../../test/support/clock.ts'
import { seededChance } from '#shared/ids.ts'
import type { Admission, Asking, Gate, Ticket, Waits } from './gate.ts'
import { OriginGate } from './origin-gate.ts'
import { placeSeal } from './place-seal.ts'

const seal = placeSeal('a key that edges share')
let made = 0

function gateAt(clock: ManualClock, seed = 1): Gate {
  return new OriginGate({ clock, chance: seededChance(seed), makeId: () => `visitor-${++made}`, seal, isSecure: false })
}

/** Somebody with a browser, which keeps the cookie. */
class Person {
  cookie: string | undefined
  readonly kind: Asking['kind']

  constructor(kind: Asking['kind'] = 'visit') {
    this.kind = kind
  }

  get asking(): Asking {
    const cookie = this.cookie?.split(';')[0]
    return { kind: this.kind, client: undefined, cookie, takesCookie: true, like: 'GET /', isPatient: false }
  }

  async ask(gate: Gate): Promise<Admission> {
    return this.keep(await gate.admit(this.asking))
  }

  keep<T extends { readonly cookie?: string | undefined } | { readonly kind: 'refused' }>(answer: T): T {
    if ('cookie' in answer && answer.cookie !== undefined) this.cookie = answer.cookie
    return answer
  }
}

const answered = { kind: 'answered', status: 200, tookMs: 100 } as const
const refused = { kind: 'failed', fault: 'origin-refused' } as const

function ticketOf(admission: Admission): Ticket {
  if (admission.kind !== 'go') throw new Error(`not let through: ${admission.kind}`)
  return admission.ticket
}

async function breakDown(gate: Gate): Promise<void> {
  for (let i = 0; i < 3; i++) gate.settle(ticketOf(await new Person().ask(gate)), refused)
}

/** The origin is back, and four may go at once. */
async function comeBack(gate: Gate, clock: ManualClock): Promise<void> {
  await clock.advance(1000)
  gate.settle(ticketOf(await new Person().ask(gate)), answered)
}

/** A gate in recovery whose slots are all taken: what comes now waits. */
async function crowded(clock: ManualClock): Promise<{ readonly gate: Gate; readonly tickets: Ticket[] }> {
  const gate = gateAt(clock)
  await breakDown(gate)
  await comeBack(gate, clock)
  const tickets: Ticket[] = []
  for (let i = 0; i < 4; i++) tickets.push(ticketOf(await new Person().ask(gate)))
  return { gate, tickets }
}

/** Asks, and lets the patience of the gate run out. */
async function told(gate: Gate, clock: ManualClock, people: readonly Person[]): Promise<readonly Waits[]> {
  const asked: Promise<Admission>[] = []
  for (const person of people) {
    await clock.advance(1)
    asked.push(person.ask(gate))
    await clock.waiting(asked.length)
  }
  await clock.advance(6000)
  return Promise.all(asked.map(async (admission) => waitsOf(await admission)))
}

function waitsOf(admission: Admission): Waits {
  if (admission.kind !== 'wait') throw new Error(`not waiting: ${admission.kind}`)
  return admission
}

const crowd = (count: number): Person[] => Array.from({ length: count }, () => new Person())
const sum = (counts: readonly number[]): number => counts.reduce((all, count) => all + count, 0)

describe('the gate before an origin that is down', () => {
  test('names its fault to all and lets one at a time try it', async () => {
    const clock = manualClock()
    const gate = gateAt(clock)
    await breakDown(gate)
    await clock.advance(1000)
    const asked = await Promise.all(crowd(500).map((person) => person.ask(gate)))
    expect(asked.filter(({ kind }) => kind === 'go')).toHaveLength(1)
    expect(asked.find(({ kind }) => kind === 'refused')).toMatchObject({ fault: 'origin-refused' })
  })

  test('gives each a time of their own to come back', async () => {
    const clock = manualClock()
    const gate = gateAt(clock)
    await breakDown(gate)
    for (let minute = 0; minute < 60_000; minute += 10_000) {
      await clock.advance(10_000)
      gate.settle(ticketOf(await new Person().ask(gate)), refused)
    }
    const asked = await Promise.all(crowd(200).map((person) => person.ask(gate)))
    const times = new Set(asked.flatMap((each) => (each.kind === 'refused' ? [each.retryAfterMs] : [])))
    expect(times.size).toBeGreaterThan(180)
  })

  test('lets the question for its health be the one that tries, so that nobody has to wait for it', async () => {
    const clock = manualClock()
    const gate = gateAt(clock)
    await breakDown(gate)
    await clock.advance(1000)
    const health = await new Person('health').ask(gate)
    expect((await new Person().ask(gate)).kind).toBe('refused')
    gate.settle(ticketOf(health), answered)
    expect((await new Person().ask(gate)).kind).toBe('go')
  })
})

describe('the gate before an origin that is back', () => {
  test('lets a few through, holds the others, and gives each turn to whoever waits longest', async () => {
    const clock = manualClock()
    const { gate, tickets } = await crowded(clock)
    const order: number[] = []
    const underWay = [...tickets]
    const all = crowd(20).map(async (person, i) => {
      const admission = await person.ask(gate)
      order.push(i)
      underWay.push(ticketOf(admission))
    })
    await clock.waiting(20)
    while (order.length < 20) {
      await clock.advance(1)
      const ticket = underWay.shift()
      // An origin that has too much: so each end makes room for one at most.
      if (ticket !== undefined) gate.settle(ticket, { ...answered, status: 503 })
      await clock.advance(0)
      // Their cookies are signed by other threads: the next may not be let through before this one has its own.
      await expect.poll(() => underWay.length, { interval: 1 }).toBe(gate.state().atOrigin)
    }
    await Promise.all(all)
    expect(order).toEqual(order.toSorted((a, b) => a - b))
  })

  test('lets readers of running replies go first, then those inside, then those who want in', async () => {
    const clock = manualClock()
    const gate = gateAt(clock)
    const [reader, insider] = [new Person('reading-reply'), new Person()]
    for (const person of [reader, insider]) gate.settle(ticketOf(await person.ask(gate)), answered)
    await breakDown(gate)
    await comeBack(gate, clock)
    const tickets: Ticket[] = []
    for (let i = 0; i < 4; i++) tickets.push(ticketOf(await new Person().ask(gate)))
    const order: string[] = []
    const asking = [new Person(), insider, reader].map((person, i) =>
      person.ask(gate).then(() => order.push(['newcomer', 'insider', 'reader'][i] ?? '')),
    )
    await clock.waiting(3)
    for (const ticket of tickets.slice(0, 3)) {
      gate.settle(ticket, { kind: 'answered', status: 503, tookMs: 1 })
      await clock.advance(1)
    }
    for (const ticket of tickets.slice(3)) gate.settle(ticket, answered)
    await clock.advance(10_000)
    await Promise.all(asking)
    expect(order[0]).toBe('reader')
  })

  test('nobody becomes a reader by the address that they ask for', async () => {
    const clock = manualClock()
    const { gate } = await crowded(clock)
    const [first, second] = [new Person(), new Person('reading-reply')]
    const [a, b] = await told(gate, clock, [first, second])
    expect([a?.place, b?.place]).toEqual([1, 2])
  })

  test('refreshing costs no place, gains none, and never reaches the origin', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(19), { minLength: 1, maxLength: 60 }), async (refreshes) => {
        const clock = manualClock()
        const { gate } = await crowded(clock)
        const people = crowd(20)
        await told(gate, clock, people)
        for (const i of refreshes) {
          const person = people[i]
          if (person === undefined) continue
          const asked = person.ask(gate)
          await clock.waiting(1)
          await clock.advance(5001)
          expect(waitsOf(await asked).place).toBeLessThanOrEqual(i + 1)
        }
      }),
      { numRuns: 20 },
    )
  })

  test('is told a number and a time that go down as others go', async () => {
    const clock = manualClock()
    const { gate } = await crowded(clock)
    const [first] = await told(gate, clock, crowd(10))
    expect(first).toMatchObject({ place: 1, retryAfterMs: expect.any(Number) })
    expect(first?.etaMs).toBeGreaterThan(0)
  })

  test('a turn that a page was promised is kept for its next request, and passed on if nobody takes it', async () => {
    const clock = manualClock()
    const { gate, tickets } = await crowded(clock)
    const person = new Person()
    const looking = gate.look(person.asking)
    await clock.waiting(1)
    for (const ticket of tickets.splice(0, 1)) gate.settle(ticket, answered)
    expect(person.keep(await looking).kind).toBe('go')
    expect((await person.ask(gate)).kind).toBe('go')
    const another = new Person()
    const lookingToo = gate.look(another.asking)
    await clock.waiting(1)
    for (const ticket of tickets.splice(0, 1)) gate.settle(ticket, answered)
    another.keep(await lookingToo)
    await clock.advance(4000)
    expect((await new Person().ask(gate)).kind).toBe('go')
  })

  test('whoever leaves while held takes nothing from those behind', async () => {
    const clock = manualClock()
    const { gate, tickets } = await crowded(clock)
    const leaving = new AbortController()
    const gone = gate.admit({ ...new Person().asking, signal: leaving.signal })
    await clock.waiting(1)
    const next = new Person().ask(gate)
    await clock.waiting(2)
    leaving.abort()
    expect((await gone).kind).toBe('wait')
    for (const ticket of tickets.splice(0, 1)) gate.settle(ticket, answered)
    expect((await next).kind).toBe('go')
  })

  test('those who are held hear at once that it is down again', async () => {
    const clock = manualClock()
    const { gate, tickets } = await crowded(clock)
    const held = new Person().ask(gate)
    await clock.waiting(1)
    for (const ticket of tickets) gate.settle(ticket, refused)
    expect(await held).toMatchObject({ kind: 'refused', fault: 'origin-refused' })
  })

  test('when nobody has waited for a while everybody goes, however many', async () => {
    const clock = manualClock()
    const gate = gateAt(clock)
    await breakDown(gate)
    await comeBack(gate, clock)
    await clock.advance(30_000)
    const asked = await Promise.all(crowd(300).map((person) => person.ask(gate)))
    expect(asked.every(({ kind }) => kind === 'go')).toBe(true)
  })
})

describe('a place', () => {
  test('cannot be forged, borrowed from another key, or used twice', async () => {
    const clock = manualClock()
    const { gate, tickets } = await crowded(clock)
    const person = new Person()
    const [waits] = await told(gate, clock, [person])
    const early = { id: 'an early one', isInside: true, since: 1, seenAt: clock.now(), told: 1 }
    const forger = new Person()
    forger.cookie = `holdfast_place=${await placeSeal('guessed').seal(early)}`
    const [forged] = await told(gate, clock, [forger])
    expect(forged?.place).toBe(2)
    const coming = person.ask(gate)
    await clock.waiting(1)
    for (const ticket of tickets.splice(0, 1)) gate.settle(ticket, answered)
    expect((await coming).kind).toBe('go')
    const again = new Person()
    again.cookie = waits?.cookie
    const [used] = await told(gate, clock, [again])
    expect(used?.place).toBe(2)
  })

  test('that many share is worth no more than one visitor’s', async () => {
    const clock = manualClock()
    const gate = gateAt(clock)
    const insider = new Person()
    gate.settle(ticketOf(await insider.ask(gate)), answered)
    await clock.advance(11_000)
    gate.settle(ticketOf(await insider.ask(gate)), answered)
    await breakDown(gate)
    await comeBack(gate, clock)
    for (let i = 0; i < 4; i++) await new Person().ask(gate)
    const askedAtOnce = Array.from({ length: 100 }, () => gate.admit(insider.asking))
    await clock.waiting(8)
    const atOnce = await Promise.race([Promise.all(askedAtOnce), clock.advance(1).then(() => 'held' as const)])
    expect(atOnce).toBe('held')
    // Cookies are signed by other threads: some may come to wait only when others have been told.
    const answers = Promise.all(askedAtOnce)
    let isOver = false
    void answers.then(() => (isOver = true))
    while (!isOver) {
      await clock.advance(6000)
      await setImmediate()
    }
    expect(sum((await answers).map(({ kind }) => (kind === 'wait' ? 1 : 0)))).toBe(100)
  })

  test('survives that the edge is started again, and nobody who comes sooner goes before', async () => {
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray([...Array(12).keys()], { minLength: 12 }), async (comingBack) => {
        const clock = manualClock()
        const { gate } = await crowded(clock)
        const people = crowd(12)
        await told(gate, clock, people)
        const next = await crowded(clock)
        const shuffled = comingBack.flatMap((i) => people[i] ?? [])
        await told(next.gate, clock, shuffled)
        const places = (await told(next.gate, clock, people)).map(({ place }) => place)
        expect(places).toEqual(places.toSorted((a, b) => a - b))
        const [newcomer] = await told(next.gate, clock, [new Person()])
        expect(newcomer?.place).toBe(13)
      }),
      { numRuns: 20 },
    )
  })

  test('holds at every edge with the same key', async () => {
    const clock = manualClock()
    const [one, other] = [await crowded(clock), await crowded(clock)]
    const people = crowd(10)
    await told(one.gate, clock, people)
    await told(other.gate, clock, people.toReversed())
    const places = (await told(one.gate, clock, people)).map(({ place }) => place)
    expect(places).toEqual([...people.keys()].map((i) => i + 1))
  })

  test.for([-3_600_000, -1000, 60_000, 3_600_000])('holds when the clock is set by %i ms', async (leap) => {
    const clock = manualClock()
    let wrong = 0
    const shaken: ManualClock = { ...clock, now: () => clock.now() + wrong }
    const { gate } = await crowded(shaken)
    const people = crowd(10)
    await told(gate, shaken, people.slice(0, 5))
    wrong = leap
    await told(gate, shaken, people.slice(5))
    const places = (await told(gate, shaken, people)).map(({ place }) => place)
    expect(places).toEqual(places.toSorted((a, b) => a - b))
  })
})
