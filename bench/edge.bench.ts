// What the edge costs, beside nginx without buffering and a bare Node pipe in the same run: processor time for each token of a
// stream that passes and for each request, time added to a request, memory for each open stream. Figures of this machine; the
// ratios are what counts.
//   ROUNDS=1 npm run bench -- edge     for a first look
import { askPath, askSmall, type Reading } from './support/load.ts'
import { findNginx, startNginx } from './support/nginx.ts'
import { cpuMicros, residentMb, startProgram, type Measured, type Program } from './support/program.ts'
import { median, report, type Row } from './support/report.ts'

const path = (file: string): string => new URL(file, import.meta.url).pathname
const rounds = Number(process.env['ROUNDS'] ?? 5)
const memoryRounds = Math.min(rounds, 3)
const warmUps = Math.min(rounds, 5)
const streams = 100
const tokens = 100
const everyMs = 20
const requests = 2_000
const atOnce = 32
const openStreams = 1_000
const latencies = 200

/** Something that stands before the origin. */
interface Way {
  readonly address: string
  readonly programs: readonly Measured[]
  readonly stop: () => Promise<void>
}

type Open = (origin: string) => Promise<Way>

const ways: Record<string, Open> = {
  pipe: async (origin) => wayOf(await startProgram([path('support/pipe.ts'), origin])),
  edge: async (origin) => calm(wayOf(await startEdge(origin))),
  'edge, watched': async (origin) =>
    calm(wayOf(await startEdge(origin, ['--access-log', '/dev/null', '--metrics-port', '0']))),
}
const nginx = findNginx()
if (nginx === undefined) console.log('nginx is not here: `apt-get install nginx-light`, and it is measured too.')
else ways['nginx'] = (origin) => startNginx(nginx, origin)

function startEdge(origin: string, more: readonly string[] = []): Promise<Program> {
  const places = ['--edge-port', '0', '--origin', origin, '--log-level', 'silent']
  return startProgram([path('../bin/holdfast.js'), 'edge', ...places, ...more])
}

// An edge that has just started lets few through at once, for those of the one before it come back together. With nobody held
// back for ten seconds it lets all through, and that is how it is measured.
const calmAfterMs = 11_000

async function calm(way: Way): Promise<Way> {
  await askSmall(way.address, '/small')
  await new Promise((resolve) => setTimeout(resolve, calmAfterMs))
  await askSmall(way.address, '/small')
  return way
}

function wayOf(program: Program): Way {
  return { address: program.address, programs: [program], stop: program.stop }
}

const used = ({ programs }: Way): number => programs.reduce((sum, program) => sum + cpuMicros(program), 0)
const resident = ({ programs }: Way): number => programs.reduce((sum, program) => sum + residentMb(program), 0)

/** Processor microseconds for each token that passes. */
async function perToken(way: Way): Promise<number> {
  const before = used(way)
  const target = `/stream?tokens=${tokens}&every=${everyMs}`
  const readings = await Promise.all(Array.from({ length: streams }, () => askPath(way.address, target)))
  const counts = await Promise.all(readings.map((reading) => reading.tokens))
  const total = counts.reduce((sum, count) => sum + count, 0)
  if (total !== streams * tokens) throw new Error(`${total} of ${streams * tokens} tokens came`)
  return (used(way) - before) / total
}

/** Processor microseconds for each small request. */
async function perRequest(way: Way): Promise<number> {
  const before = used(way)
  let left = requests
  const asking = async (): Promise<void> => {
    while (left-- > 0) await askSmall(way.address, '/small')
  }
  await Promise.all(Array.from({ length: atOnce }, asking))
  return (used(way) - before) / requests
}

/** MB for a thousand open streams, of processes that have just started. */
async function memory(open: Open, origin: string): Promise<number> {
  const way = await open(origin)
  const warm = await Promise.all(Array.from({ length: 20 }, () => askPath(way.address, '/stream?tokens=5&every=1')))
  await Promise.all(warm.map((reading) => reading.tokens))
  const before = resident(way)
  const readings: Reading[] = []
  while (readings.length < openStreams) {
    const some = Array.from({ length: 20 }, () => askPath(way.address, '/stream?tokens=100000&every=500'))
    readings.push(...(await Promise.all(some)))
  }
  await Promise.all(readings.map((reading) => reading.first))
  const grown = resident(way) - before
  for (const reading of readings) reading.leave()
  await way.stop()
  return (grown * 1_000) / openStreams
}

/** Calls something for each way in turn, round by round, so that what else the machine does meets all of them. */
async function inTurn(count: number, run: (name: string) => Promise<number>): Promise<Record<string, number[]>> {
  const seen: Record<string, number[]> = Object.fromEntries(names.map((name) => [name, []]))
  for (let round = 0; round < count; round++) for (const name of names) seen[name]?.push(await run(name))
  return seen
}

const names = Object.keys(ways)
const origin = await startProgram([path('support/edge-origin.ts')])
const opened = new Map<string, Way>()
for (const name of names) opened.set(name, await openOf(name)(origin.address))

function openOf(name: string): Open {
  const open = ways[name]
  if (open === undefined) throw new Error(`there is no way named ${name}`)
  return open
}

function wayNamed(name: string): Way {
  const way = opened.get(name)
  if (way === undefined) throw new Error(`there is no way named ${name}`)
  return way
}

async function tookMs(address: string): Promise<number> {
  const from = performance.now()
  await askSmall(address, '/small')
  return performance.now() - from
}

// An edge runs for weeks: what its first minute costs, while its code is being compiled, is not counted.
await inTurn(warmUps, (name) => perRequest(wayNamed(name)))
await inTurn(warmUps, (name) => perToken(wayNamed(name)))
const byToken = await inTurn(rounds, (name) => perToken(wayNamed(name)))
const byRequest = await inTurn(rounds, (name) => perRequest(wayNamed(name)))
const direct: number[] = []
const byWay = await inTurn(latencies, async (name) => {
  if (name === names[0]) direct.push(await tookMs(origin.address))
  return tookMs(wayNamed(name).address)
})
for (const way of opened.values()) await way.stop()
const byMemory = await inTurn(memoryRounds, (name) => memory(openOf(name), origin.address))
await origin.stop()

const goal = '≤ 1.3'

/** Each way's own median, and how it stands to the pipe: the median of what each round says. */
function rowsOf(what: string, seen: Readonly<Record<string, readonly number[]>>, unit: string): readonly Row[] {
  return names.flatMap((name) => {
    const values = seen[name] ?? []
    const row = { what: `${what}, ${name}`, value: median(values), unit }
    if (name === 'pipe') return [row]
    const ratio = median(values.map((value, round) => value / (seen['pipe']?.[round] ?? Number.NaN)))
    const against = { what: 'the same, against the pipe', value: ratio, unit: '×' }
    return [row, name === 'edge' ? { ...against, goal } : against]
  })
}

const added = (name: string): Row => ({
  what: `added to a request, ${name}, p50`,
  value: median(byWay[name] ?? []) - median(direct),
  unit: 'ms',
})
report(
  'edge',
  [
    ...rowsOf('CPU per token', byToken, 'µs'),
    ...rowsOf('CPU per request', byRequest, 'µs'),
    ...names.map(added),
    ...rowsOf('memory per 1,000 open streams', byMemory, 'MB'),
  ],
  { rounds, warmUps, streams, tokens, everyMs, requests, atOnce, openStreams, latencies, byToken, byRequest, byMemory },
)
