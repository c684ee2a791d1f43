// What becomes of an origin that comes back at half its capacity to 2,000 people with open chats who have waited for a minute:
// once with everybody let through at once, once with the ramp. And that for two herds: in one, one in four presses reload every
// other second, and the others wait as long as they are told, which spreads them by itself; in the other all press reload.
// Real sockets and a real edge process; the origin is a model of one that works at a limit, also for those who have left.
//   DOWN_S=15 npm run bench -- herd     for a first look
import { seededChance } from '../src/shared/ids.ts'
import { HerdClient } from './support/herd-client.ts'
import { HerdOrigin, type Capacity } from './support/herd-origin.ts'
import { startProgram, type Program } from './support/program.ts'
import { report, type Row } from './support/report.ts'

const clients = 2000
const downS = Number(process.env['DOWN_S'] ?? 60)
const watchedS = 60
const whole: Capacity = { atOnce: 40, workMs: 100 }
const half: Capacity = { atOnce: 20, workMs: 100 }
const halfPerSecond = (half.atOnce * 1000) / half.workMs
const holdfast = new URL('../bin/holdfast.js', import.meta.url).pathname

/** What happened from the return of the origin on. */
interface Course {
  /** Answers that came while whoever asked was still there. */
  readonly servedEachSecond: readonly number[]
  /** How many had their chat open again, and what they had written taken in. */
  readonly backEachSecond: readonly number[]
  readonly falls: number
  /** Requests that reached the origin. */
  readonly received: number
  readonly served: number
  /** Turns that were said to be taken in, and are not there. */
  readonly lost: number
  /** Turns that had not been taken in at the end. */
  readonly unsent: number
  /** Turns that were sent more than once; the origin knows them by their address. */
  readonly sentAgain: number
}

interface Courses {
  readonly without: Course
  readonly withRamp: Course
}

interface Case {
  readonly ramp: boolean
  readonly reloads: number
}

async function courseWith({ ramp, reloads }: Case): Promise<Course> {
  const origin = new HerdOrigin(whole)
  await origin.start()
  const edge = await startEdge(origin.address, ramp)
  const ending = new AbortController()
  let served = 0
  const herd = {
    address: edge.address,
    onServed: () => void (served += 1),
    signal: ending.signal,
    chance: seededChance(7),
    reloads,
  }
  const all = Array.from({ length: clients }, (_, number) => new HerdClient(number, herd))
  const lives = all.map((client) => client.live())
  await until(() => all.every((client) => client.isOpen), 120)
  origin.end()
  for (const client of all) client.write()
  await pass(downS)
  const before = { received: origin.received, served }
  await origin.start(half)
  const servedEachSecond: number[] = []
  const backEachSecond: number[] = []
  for (let second = 0; second < watchedS; second++) {
    const from = served
    await pass(1)
    servedEachSecond.push(served - from)
    backEachSecond.push(all.filter((client) => client.isOpen && !client.hasUnsent).length)
  }
  const course = { servedEachSecond, backEachSecond, falls: origin.falls, ...turnsOf(all, origin) }
  const counts = { received: origin.received - before.received, served: served - before.served }
  ending.abort()
  origin.end()
  await Promise.all(lives)
  await edge.stop()
  return { ...course, ...counts }
}

function startEdge(origin: string, ramp: boolean): Promise<Program> {
  const places = ['--edge-port', '0', '--origin-url', origin, '--status-url', 'http://127.0.0.1:9']
  return startProgram([holdfast, 'edge', ...places, '--origin-ramp', String(ramp), '--log-level', 'silent'])
}

function turnsOf(all: readonly HerdClient[], { taken }: HerdOrigin): Pick<Course, 'lost' | 'unsent' | 'sentAgain'> {
  return {
    lost: all.flatMap(({ accepted }) => accepted).filter((turn) => !taken.has(turn)).length,
    unsent: all.filter(({ hasUnsent }) => hasUnsent).length,
    sentAgain: [...taken.values()].filter((times) => times > 1).length,
  }
}

async function pass(seconds: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, seconds * 1000))
}

async function until(isSo: () => boolean, withinS: number): Promise<void> {
  for (let waitedS = 0; !isSo(); waitedS += 0.1) {
    if (waitedS > withinS) throw new Error(`the herd was not there within ${withinS} s`)
    await pass(0.1)
  }
}

/** Seconds until as much is served as the origin can, and goes on so for five seconds. */
function fullGoodputAfterS({ servedEachSecond }: Course): number {
  const isFull = (from: number): boolean => sum(servedEachSecond.slice(from, from + 5)) >= 0.9 * 5 * halfPerSecond
  const first = servedEachSecond.findIndex((_, from) => isFull(from))
  return first < 0 ? Number.POSITIVE_INFINITY : first
}

function allBackAfterS({ backEachSecond }: Course): number {
  const first = backEachSecond.indexOf(clients)
  return first < 0 ? Number.POSITIVE_INFINITY : first + 1
}

/** How much of what the origin can serve was served in the last half of the time. */
function goodputLate({ servedEachSecond }: Course): number {
  const late = servedEachSecond.slice(watchedS / 2)
  return (100 * sum(late)) / (late.length * halfPerSecond)
}

function sum(counts: readonly number[]): number {
  return counts.reduce((all, count) => all + count, 0)
}

/** The two courses of one herd, as rows. */
function rowsOf(name: string, { without, withRamp }: Courses): readonly Row[] {
  const amplification = ({ received, served }: Course): number => received / served
  const asked = 'requests at the origin for each served'
  return [
    { what: `${name}, without: falls again within a minute`, value: without.falls, unit: 'times' },
    { what: `${name}, without: goodput from 30 to 60 s`, value: goodputLate(without), unit: '%' },
    { what: `${name}, without: chats open again after 60 s`, value: without.backEachSecond.at(-1) ?? 0, unit: '' },
    { what: `${name}, without: ${asked}`, value: amplification(without), unit: '×' },
    { what: `${name}, with: falls again`, value: withRamp.falls, unit: 'times', goal: '0' },
    { what: `${name}, with: full goodput after`, value: fullGoodputAfterS(withRamp), unit: 's', goal: '≤ 10' },
    { what: `${name}, with: all chats open again after`, value: allBackAfterS(withRamp), unit: 's' },
    { what: `${name}, with: turns lost`, value: withRamp.lost + withRamp.unsent, unit: '', goal: '0' },
    { what: `${name}, with: ${asked}`, value: amplification(withRamp), unit: '×', goal: '≤ 1.1' },
  ]
}

async function coursesOf(reloads: number): Promise<Courses> {
  return { without: await courseWith({ ramp: false, reloads }), withRamp: await courseWith({ ramp: true, reloads }) }
}

const oneInFour = await coursesOf(4)
const everybody = await coursesOf(1)
report('herd', [...rowsOf('1 in 4 reloads', oneInFour), ...rowsOf('all reload', everybody)], {
  clients,
  downS,
  watchedS,
  whole,
  half,
  oneInFour,
  everybody,
})
