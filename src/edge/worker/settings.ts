import { nearest } from '#shared/nearest.ts'
import { fail, ok, type Outcome } from '#shared/outcome.ts'
import { usualClocks, type EdgeClocks } from '../clocks.ts'
import type { FloodSettings } from '../floods/floods.ts'
import { networkReports } from '../network-reports.ts'
import type { EdgeSettings } from '../settings.ts'
import { usualFloods } from '../usual-floods.ts'

/** What a Worker is told by its variables and secrets. They have the names that they have on Node. */
export interface WorkerSettings extends Pick<
  EdgeSettings,
  'origin' | 'isOwn' | 'status' | 'isBehindCdn' | 'ramp' | 'placeKey' | 'shellWorker' | 'places' | 'networkReports'
> {
  readonly clocks: Pick<EdgeClocks, 'firstByteMs' | 'stallMs' | 'heartbeatMs'>
  readonly floods: FloodSettings
  /** Whether a line about each request is written into the Worker's log. */
  readonly accessLog: boolean
}

/** The settings in the variables of a Worker; or one sentence for the operator. Other bindings are not looked at. */
export function workerSettings(env: Readonly<Record<string, unknown>>): Outcome<WorkerSettings, string> {
  const unknown = Object.keys(env).find((name) => name.startsWith('HOLDFAST_') && !(name in rules))
  if (unknown !== undefined) {
    const meant = nearest(unknown, Object.keys(rules))
    const fix = meant === undefined ? 'take it out' : `did you mean \`${meant}\`, or is it one of Node only`
    return fail(`\`${unknown}\` is not a setting of the edge on Workers: ${fix}${meant === undefined ? '.' : '?'}`)
  }
  const wrong = Object.entries(rules).find(
    ([name, { isGood }]) => env[name] !== undefined && !isGood(textOf(env[name])),
  )
  if (wrong !== undefined) return fail(`\`${wrong[0]}\` cannot be used as it is: it must be ${wrong[1].mustBe}.`)
  return put(
    new Map(Object.keys(rules).flatMap((name) => (env[name] === undefined ? [] : [[name, textOf(env[name])]]))),
  )
}

function put(given: ReadonlyMap<string, string>): Outcome<WorkerSettings, string> {
  const site = given.get('HOLDFAST_ORIGIN')
  const server = given.get('HOLDFAST_ORIGIN_URL')
  const status = given.get('HOLDFAST_STATUS_URL')
  const placeKey = given.get('HOLDFAST_PLACE_KEY') ?? null
  const ramp = given.get('HOLDFAST_ORIGIN_RAMP') !== 'false'
  const origin = site ?? server
  if (origin === undefined || (site !== undefined && server !== undefined))
    return fail(
      'Set either `HOLDFAST_ORIGIN`, the site to stand in front of, or `HOLDFAST_ORIGIN_URL`, the server of Holdfast.',
    )
  if (server !== undefined && status === undefined)
    return fail(
      '`HOLDFAST_STATUS_URL` must be set beside `HOLDFAST_ORIGIN_URL`: it is where the status process answers.',
    )
  if (ramp && placeKey === null)
    return fail(
      '`HOLDFAST_PLACE_KEY` must be set, as a secret: one visitor is served by many instances of a Worker, and each must know the places that the others gave. Without a waiting room, set `HOLDFAST_ORIGIN_RAMP` to false.',
    )
  const number = (name: string, usual: number): number => Number(given.get(name) ?? usual)
  if (placeKey === null && given.has('HOLDFAST_PROOF_ABOVE'))
    return fail(
      '`HOLDFAST_PLACE_KEY` must be set beside `HOLDFAST_PROOF_ABOVE`, as a secret: each instance of a Worker must know whom the others have let in.',
    )
  return ok({
    origin: originOf(origin),
    isOwn: server !== undefined,
    status: originOf(status ?? origin),
    isBehindCdn: given.get('HOLDFAST_BEHIND_CDN') !== 'false',
    ramp,
    placeKey,
    shellWorker: given.get('HOLDFAST_SHELL_WORKER') !== 'false',
    places: {
      statusHost: given.get('HOLDFAST_STATUS_PUBLIC_URL') ?? null,
      elsewhere: given.get('HOLDFAST_ELSEWHERE_URL') ?? null,
    },
    networkReports: networkReports.find((one) => one === given.get('HOLDFAST_NETWORK_REPORTS')) ?? 'auto',
    clocks: {
      firstByteMs: number('HOLDFAST_ORIGIN_FIRST_BYTE_MS', usualClocks.firstByteMs),
      stallMs: number('HOLDFAST_ORIGIN_STALL_MS', usualClocks.stallMs),
      heartbeatMs: number('HOLDFAST_STREAM_HEARTBEAT_MS', usualClocks.heartbeatMs),
    },
    floods: {
      requestsPerMinute: number('HOLDFAST_CLIENT_REQUESTS_PER_MINUTE', usualFloods.requestsPerMinute),
      repliesPerMinute: number('HOLDFAST_CLIENT_REPLIES_PER_MINUTE', usualFloods.repliesPerMinute),
      proofAbove: placeKey === null ? 0 : number('HOLDFAST_PROOF_ABOVE', usualFloods.proofAbove),
      mostBodyBytes: number('HOLDFAST_REQUEST_BODY_LIMIT_BYTES', usualFloods.mostBodyBytes),
      botRules: given.get('HOLDFAST_BOT_RULES') !== 'false',
      botResolver: null,
      limitsThisMachine: false,
      connections: 0, // Cloudflare's own affair.
    },
    accessLog: given.get('HOLDFAST_ACCESS_LOG') === '-',
  })
}

const originOf = (address: string): string => new URL(address).origin

interface Rule {
  readonly isGood: (text: string) => boolean
  readonly mustBe: string
}

const address: Rule = {
  isGood: (text) => /^https?:\/\/[^/?#@\s]+\/?$/.test(text) && URL.canParse(text),
  mustBe: 'an address such as https://origin.example.com, with no user and no path',
}
const bool: Rule = { isGood: (text) => text === 'true' || text === 'false', mustBe: 'true or false' }
const day = 86_400_000
const ms: Rule = {
  isGood: (text) => /^\d{2,8}$/.test(text) && Number(text) >= 50 && Number(text) <= day,
  mustBe: `a whole number of milliseconds from 50 to ${day}`,
}
const count: Rule = {
  isGood: (text) => /^\d{1,12}$/.test(text),
  mustBe: 'a whole number, where 0 is no limit',
}

const rules: Readonly<Record<string, Rule>> = {
  HOLDFAST_ORIGIN: address,
  HOLDFAST_ORIGIN_URL: address,
  HOLDFAST_STATUS_URL: address,
  HOLDFAST_BEHIND_CDN: bool,
  HOLDFAST_ORIGIN_RAMP: bool,
  HOLDFAST_PLACE_KEY: {
    isGood: (text) => text.length >= 16,
    mustBe: 'a secret of at least 16 characters that nobody can guess',
  },
  HOLDFAST_SHELL_WORKER: bool,
  HOLDFAST_STATUS_PUBLIC_URL: address,
  HOLDFAST_ELSEWHERE_URL: address,
  HOLDFAST_NETWORK_REPORTS: {
    isGood: (text) => networkReports.some((one) => one === text),
    mustBe: 'auto, on or off',
  },
  HOLDFAST_ORIGIN_FIRST_BYTE_MS: ms,
  HOLDFAST_ORIGIN_STALL_MS: ms,
  HOLDFAST_STREAM_HEARTBEAT_MS: ms,
  HOLDFAST_CLIENT_REQUESTS_PER_MINUTE: count,
  HOLDFAST_CLIENT_REPLIES_PER_MINUTE: count,
  HOLDFAST_PROOF_ABOVE: count,
  HOLDFAST_REQUEST_BODY_LIMIT_BYTES: count,
  HOLDFAST_BOT_RULES: bool,
  HOLDFAST_ACCESS_LOG: { isGood: (text) => text === '-', mustBe: "-, which is the Worker's own log" },
}

/** Variables are texts; in a file of Wrangler they may also be numbers and truths. */
function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : ''
}
