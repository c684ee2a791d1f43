import { healthSchema } from '#protocol/health.ts'
import { problemSchema } from '#protocol/problem.ts'
import { serverLookSchema, type ServerLook } from '#protocol/server-look.ts'
import type { Outcome } from '#shared/outcome.ts'
import { fail, ok } from '#shared/outcome.ts'
import type { Answered, Ask } from './ask.ts'
import { backendLooks, watchedBackends } from './backends.ts'
import { failing, unseen, well, type Look, type Round, type Watched } from './look.ts'
import type { NameLook } from './names.ts'

export interface HopsMeans {
  readonly edge: string
  /** The server's own address; null where only the edge can be reached. */
  readonly server: string | null
  readonly ask: Ask
  readonly patienceMs: number
  /** Looks where the edge's name leads; undefined where it has no name. */
  readonly name: (() => Promise<NameLook>) | undefined
  /** The back ends that are known from before. */
  readonly knownBackends: () => readonly Watched[]
}

const dns: Watched = {
  key: 'dns',
  hop: 'dns',
  name: 'Name',
  description: 'Leads browsers to the site.',
  group: null,
}
const edge: Watched = {
  key: 'edge',
  hop: 'edge',
  name: 'Edge',
  description: 'What your browser talks to.',
  group: null,
}
const server: Watched = {
  key: 'server',
  hop: 'server',
  name: 'Server',
  description: 'Chats, replies and their logs.',
  group: null,
}
const database: Watched = {
  key: 'database',
  hop: 'database',
  name: 'Database',
  description: 'Where what you wrote is stored.',
  group: null,
}

/** Looks at every hop, from the reader to the words, and says of each only what was seen. */
export async function lookAtHops(means: HopsMeans): Promise<Round> {
  const name = await means.name?.()
  const atEdge = await askEdge(means, name)
  const through = atEdge.ok ? await askServer(means, means.edge, name?.address) : undefined
  const direct = through?.ok === true || means.server === null ? undefined : await askServer(means, means.server)
  const told = through?.ok === true ? through.value.look : direct?.ok === true ? direct.value.look : undefined
  const blame = nameBlame(name, atEdge.ok)
  const edgeLook = atEdge.ok
    ? well('edge', atEdge.value)
    : blame === undefined
      ? failing('edge', atEdge.error)
      : unseen('edge', 'dns')
  const first = blame === undefined ? (atEdge.ok ? null : 'edge') : 'dns'
  const serverLook = serverLookOf({ through, direct, first })
  const known = told === undefined ? means.knownBackends() : watchedBackends(told)
  const before = first ?? 'server'
  return {
    watched: [...(name === undefined ? [] : [dns]), edge, server, database, ...known],
    looks: [
      ...(name === undefined ? [] : [blame === undefined ? well('dns', name.tookMs) : failing('dns', blame)]),
      edgeLook,
      serverLook,
      databaseLook(told, before),
      ...(told === undefined ? known.map(({ key }) => unseen(key, before)) : backendLooks(told)),
    ],
    isDeaf: !atEdge.ok && direct?.ok !== true,
  }
}

interface Failure {
  readonly because: string
  readonly fault?: string | undefined
}

/** A name that leads nowhere, or elsewhere than where the edge was. A wrong address at which it answers is none. */
function nameBlame(name: NameLook | undefined, isEdgeThere: boolean): Failure | undefined {
  if (name === undefined || isEdgeThere) return undefined
  if (name.failure !== undefined) return { because: name.failure, fault: 'origin-name-unanswered' }
  return name.moved === undefined ? undefined : { because: name.moved }
}

async function askEdge({ ask, edge: at, patienceMs }: HopsMeans, name?: NameLook): Promise<Outcome<number, Failure>> {
  if (name?.failure !== undefined) return fail({ because: name.failure })
  const answer = await ask(new URL('/healthz', at), { patienceMs, address: name?.address })
  if (!answer.ok)
    return fail({ because: `${answer.error.because} (${answer.error.code})`, fault: faultOf(answer.error.code) })
  const health = healthSchema.safeParse(parsed(answer.value.body))
  if (health.success && health.data.process === 'edge') return ok(answer.value.tookMs)
  return fail({
    because: `what answers at ${new URL(at).host} is not the edge of Holdfast (status ${answer.value.status})`,
  })
}

const faultsByCode: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'origin-refused',
  ECONNRESET: 'origin-reset',
  ETIMEDOUT: 'origin-timeout',
}

function faultOf(code: string): string | undefined {
  return faultsByCode[code]
}

interface Told {
  readonly look: ServerLook
  readonly tookMs: number
}

interface Untold extends Failure {
  /** The edge is there, and did not let us in: nothing is known of what is behind it. */
  readonly isKeptOut: boolean
}

async function askServer(means: HopsMeans, at: string, address?: string): Promise<Outcome<Told, Untold>> {
  const answer = await means.ask(new URL('/api/health', at), { patienceMs: means.patienceMs, address })
  if (!answer.ok) {
    const { code, because } = answer.error
    return fail({ because: `${because} (${code})`, fault: faultOf(code), isKeptOut: false })
  }
  const look = serverLookSchema.safeParse(parsed(answer.value.body))
  if (look.success) return ok({ look: look.data, tookMs: answer.value.tookMs })
  return fail(refusalIn(answer.value, new URL(at).host))
}

// A full line, a flood or a sum to solve is the edge's word to whoever asks, not the server's silence.
const keptOut: ReadonlySet<string> = new Set(['line-full', 'too-many-requests', 'too-many-replies', 'proof-wanted'])

function refusalIn({ status, body }: Answered, host: string): Untold {
  const problem = problemSchema.safeParse(parsed(body))
  if (!problem.success) return { because: `${host} answered ${status}, and not as the server does`, isKeptOut: false }
  const { fault, because, number } = problem.data
  const measured = because === undefined ? '' : `: ${because}`
  return { because: `${host} says ${number ?? status}, ${fault}${measured}`, fault, isKeptOut: keptOut.has(fault) }
}

interface ServerSeen {
  readonly through: Outcome<Told, Untold> | undefined
  readonly direct: Outcome<Told, Untold> | undefined
  readonly first: string | null
}

/** The way from the edge to the server counts, for that is the readers' way. */
function serverLookOf({ through, direct, first }: ServerSeen): Look {
  if (through === undefined) return unseen('server', first)
  if (through.ok) return well('server', through.value.tookMs)
  const { because, fault, isKeptOut } = through.error
  if (isKeptOut) return unseen('server', null)
  const besides = direct?.ok === true ? '; asked at its own address it answers, so it is the way from the edge' : ''
  const itself = direct?.ok === false ? `; ${direct.error.because}` : ''
  return failing('server', { because: `${because}${besides}${itself}`, fault })
}

function databaseLook(told: ServerLook | undefined, before: string): Look {
  if (told === undefined) return unseen('database', before)
  if (told.state !== 'reading') return well('database', null)
  const because = told.because ?? 'the server can only read'
  return failing('database', { because, fault: told.fault, state: 'partial_outage' })
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return undefined // Something else answers there, and the schema says so.
  }
}
