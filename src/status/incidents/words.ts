import type { Hop, Impact } from '#protocol/board.ts'
import type { Side } from '#protocol/fault.ts'
import type { ComponentSeen } from './evidence.ts'

/** What is said of an outage, from what was seen of it. */
export interface Account {
  readonly title: string
  readonly impact: Impact
  readonly side: Side
  readonly fault: string | null
  readonly evidence: readonly string[]
  readonly safe: string
}

const storedIsSafe = 'Everything the server has accepted is stored there. What you type stays in your browser.'
const readingGoesOn = 'What was accepted before is stored and can be read. What you type stays in your browser.'
const repliesWait = 'Your messages and every word already written are stored. Replies go on when a model is there.'

interface HopWords {
  readonly title: string
  readonly impact: Impact
  readonly side: Side
  readonly safe: string
}

const words: Readonly<Record<Hop, HopWords>> = {
  dns: { title: 'The name of the site does not lead to it', impact: 'critical', side: 'hosting', safe: storedIsSafe },
  edge: { title: 'The edge does not answer', impact: 'critical', side: 'edge', safe: storedIsSafe },
  server: { title: 'The server does not answer', impact: 'critical', side: 'server', safe: storedIsSafe },
  database: { title: 'The server can take in nothing new', impact: 'major', side: 'server', safe: readingGoesOn },
  backend: { title: 'No model can write', impact: 'major', side: 'model', safe: repliesWait },
  canary: { title: 'The model answers, and writes nothing', impact: 'major', side: 'model', safe: repliesWait },
}

/** The first hop that fails is what it is about: what lies behind it cannot be seen. */
export function accountOf(down: readonly ComponentSeen[], all: readonly ComponentSeen[]): Account {
  const root = down[0]
  const hop = root?.component.hop ?? 'server'
  const said = hop === 'backend' ? backendWords(down, all) : words[hop]
  const evidence = down.flatMap(({ component, look }) =>
    look.because === null ? [] : [`${component.name}: ${look.because}`],
  )
  return { ...said, fault: root?.look.fault ?? null, evidence: evidence.map((line) => line.slice(0, 500)) }
}

/** Others write in its place: that is worth knowing, and no outage for anybody. */
function backendWords(down: readonly ComponentSeen[], all: readonly ComponentSeen[]): HopWords {
  const isWell = all.some(
    ({ component, look, failedAt }) => component.hop === 'backend' && failedAt === null && look.outcome === 'well',
  )
  const names = down.filter(({ component }) => component.hop === 'backend').map(({ component }) => component.name)
  if (!isWell) return words.backend
  const title = names.length === 1 ? `The model ${names[0]} does not answer` : 'Several models do not answer'
  return { ...words.backend, title, impact: 'minor', safe: `${repliesWait} Others write in its place.` }
}

const sideWords: Readonly<Record<Side, string>> = {
  you: 'with whoever asks',
  'your-network': 'in the network of whoever asks',
  edge: 'ours, the edge',
  path: 'between our edge and our server',
  hosting: "the hosting's",
  server: 'ours, the server',
  model: "the model server's",
}

export function openingWords({ title, side, evidence, safe }: Account): string {
  const measured = evidence[0] === undefined ? '' : ` Measured: ${evidence[0]}.`
  return `${title}.${measured} The side is ${sideWords[side]}; nothing you do on your device changes that. ${safe}`
}

export function joiningWords(names: readonly string[]): string {
  return `It now also affects: ${names.join(', ')}.`
}

export function explainingWords(title: string, p: number): string {
  return `The likeliest cause: ${title} (${Math.round(Math.min(0.99, p) * 100)} % sure by what our doctor saw).`
}

export const recoveredWords = 'It answers again, as we measure it. We go on watching before we call it over.'

export function failedAgainWords({ evidence }: Account): string {
  return `It fails again.${evidence[0] === undefined ? '' : ` Measured: ${evidence[0]}.`}`
}

export function settledWords(lastedMs: number, settleMs: number): string {
  return `It has answered without a break for ${lengthOf(settleMs)}. It lasted ${lengthOf(lastedMs)}, measured from the first failed probe to the first good one.`
}

/** A length of time as people say it. */
function lengthOf(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000))
  if (seconds < 120) return seconds === 1 ? '1 second' : `${seconds} seconds`
  const minutes = Math.round(seconds / 60)
  if (minutes < 120) return `${minutes} minutes`
  return `${Math.round(minutes / 60)} hours`
}
