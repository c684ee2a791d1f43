import { backendListSchema } from '#protocol/backends.ts'
import { healthSchema } from '#protocol/health.ts'
import {
  visitorHops,
  type HopTest,
  type VisitorHop,
  type VisitorPlaces,
  type VisitorRun,
} from '#protocol/visitor-tests.ts'
import type { Clock } from '#shared/clock.ts'
import { askOnce, type Answered, type Asking } from './visitor/ask.ts'
import { networkMark } from './visitor/network-mark.ts'

/** What the tests of the way take from the browser. */
export interface VisitorMeans {
  readonly clock: Clock
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>
  /** What the device itself says. */
  readonly isOnline: () => boolean
  /** Whether the page was opened from the device, by its worker. */
  readonly isPageKept: () => Promise<boolean>
  readonly places: VisitorPlaces
  /** What a model server was last blamed for, if that was a few minutes ago. */
  readonly modelFault: { readonly fault: string; readonly title: string } | null
  /** Two looks that are to be compared have the same salt; to anybody else their marks mean nothing. */
  readonly salt: string
}

/** Tests every hop from where the reader sits, all at once, and tells of each as soon as it is known. It only reads. */
export async function testHops(means: VisitorMeans, onHop: (test: HopTest) => void): Promise<VisitorRun> {
  const at = means.clock.now()
  let network: number | null = null
  const asked = visitorHops.map(async (hop): Promise<readonly HopTest[]> => {
    const test = await tests[hop](means, (address) => (network = networkMark(address, means.salt)))
    if (test === null) return []
    onHop(test)
    return [test]
  })
  return { at, hops: (await Promise.all(asked)).flat(), network }
}

type Test = (means: VisitorMeans, onAddress: (address: string) => void) => Promise<HopTest | null>

const tests: Readonly<Record<VisitorHop, Test>> = {
  device: async (means) => {
    const isOnline = means.isOnline()
    const says = isOnline ? 'The device says that it has a network.' : 'The device says that it has no network.'
    return known(means, 'device', { result: isOnline ? 'ok' : 'refused', says })
  },
  page: async (means) => {
    const isKept = await means.isPageKept()
    const says = isKept
      ? 'This page came from the device itself, and opens with everything else down.'
      : 'This page is not kept on the device: it has to come from our edge each time.'
    return known(means, 'page', { result: 'ok', says })
  },
  edge: (means, onAddress) =>
    askTwice(means, {
      hop: 'edge',
      url: '/edge/trace',
      who: 'Our edge',
      read: (body) => {
        const address = textIn(body, 'address')
        if (address !== undefined) onAddress(address)
        return textIn(body, 'requestId') === undefined ? null : 'Our edge answers.'
      },
    }),
  server: (means) =>
    askTwice(means, {
      hop: 'server',
      url: '/__edge/ready/origin',
      who: 'Our server',
      read: () => 'Our server answers, through our edge.',
    }),
  model: async (means) => {
    if (means.modelFault !== null) {
      const { fault, title } = means.modelFault
      const says = `The last reply ended with this, some minutes ago at most: ${title}.`
      return known(means, 'model', { result: 'fault', side: 'model', fault, says })
    }
    return askTwice(means, { hop: 'model', url: '/api/backends', who: 'The list of models', read: modelsSay })
  },
  status: (means) =>
    askTwice(means, { hop: 'status', url: '/status/healthz', who: 'The status page', read: statusSays }),
  'status-host': (means) =>
    bareAsk(means, 'status-host', {
      place: means.places.statusHost,
      ok: 'Our status page, on a host of its own, answers this browser.',
      fails: 'Our status page, on a host of its own, does not answer this browser either.',
    }),
  elsewhere: (means) =>
    bareAsk(means, 'elsewhere', {
      place: means.places.elsewhere,
      ok: 'A host that is not ours answers this browser.',
      fails: 'A host that is not ours does not answer this browser either.',
    }),
}

type Known = Pick<HopTest, 'result' | 'says'> & Partial<Pick<HopTest, 'side' | 'fault'>>

function known({ clock }: VisitorMeans, hop: VisitorHop, { side = null, fault = null, ...what }: Known): HopTest {
  const rest = { isUnsteady: false, status: null, retryAfterMs: null }
  return { hop, at: clock.now(), tookMs: 0, side, fault, ...rest, ...what }
}

interface Question extends Asking {
  readonly hop: VisitorHop
}

/** One failure is no outage: what failed is asked once more, a moment later. */
const againAfterMs = 1000

async function askTwice(means: VisitorMeans, question: Question): Promise<HopTest> {
  const at = means.clock.now()
  const first = await askOnce(means, question)
  if (first.result !== 'refused' && first.result !== 'late') return timed(means, at, { question, answered: first })
  await means.clock.sleep(againAfterMs)
  const second = await askOnce(means, question)
  const isUnsteady = second.result === 'ok'
  const says = isUnsteady ? `${second.says} The first attempt failed.` : second.says
  return timed(means, at, { question, answered: { ...second, says }, isUnsteady })
}

interface Ended {
  readonly question: Question
  readonly answered: Answered
  readonly isUnsteady?: boolean
}

function timed({ clock }: VisitorMeans, at: number, { question, answered, isUnsteady = false }: Ended): HopTest {
  return { hop: question.hop, at, tookMs: Math.max(0, Math.round(clock.now() - at)), isUnsteady, ...answered }
}

interface Bare {
  readonly place: string | null
  readonly ok: string
  readonly fails: string
}

/** Of another host a page learns only whether anything answered: that is what is asked. */
async function bareAsk(means: VisitorMeans, hop: VisitorHop, { place, ok, fails }: Bare): Promise<HopTest | null> {
  if (place === null) return null
  const test = await askTwice(means, { hop, url: place, who: 'It', isBare: true, read: () => ok })
  return { ...test, says: test.result === 'ok' ? ok : fails }
}

function modelsSay(body: unknown): string | null {
  const list = backendListSchema.safeParse(body)
  if (!list.success) return null
  const count = list.data.backends.length
  return count === 1 ? 'One model is there to write.' : `${count} models are there to write.`
}

function statusSays(body: unknown): string | null {
  return healthSchema.safeParse(body).success ? 'The status page answers, through our edge.' : null
}

function textIn(body: unknown, name: string): string | undefined {
  if (typeof body !== 'object' || body === null || !(name in body)) return undefined
  const value: unknown = Object.entries(body).find(([key]) => key === name)?.[1]
  return typeof value === 'string' ? value : undefined
}
