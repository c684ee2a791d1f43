// What a reply costs, beside a bare Node pipe in the same run: processor time for each token, memory for each open
// stream, time added to the first token. Figures of this machine; the ratios are what counts.
import { openHouse } from '../test/support/house.ts'
import { askHoldfast, askModel, newChat, type Reading } from './support/load.ts'
import { cpuMicros, residentMb, startProgram, type Measured, type Program } from './support/program.ts'
import { median, percentile, report } from './support/report.ts'

const path = (file: string): string => new URL(file, import.meta.url).pathname
const rounds = 3
const warmUps = 10
const streams = 200
const tokens = 200
const everyMs = 20
const openStreams = 1_000
const firstTokens = 200

interface Site {
  readonly fake: Program
  readonly pipe: Program
  readonly server: Measured
  readonly edge: Measured
  readonly close: () => Promise<void>
}

/** Fresh processes: a back end, a bare pipe in front of it, and Holdfast as `holdfast up` runs it. */
async function openSite(): Promise<Site> {
  const fake = await startProgram([path('../test/fixtures/fake-backend/main.ts'), '--port', '0'])
  const pipe = await startProgram([path('support/pipe.ts'), fake.address])
  const backends = [{ name: 'fake', baseURL: `${fake.address}/v1`, model: 'fake' }]
  const house = await openHouse({ backends, settings: { AT_ONCE: '2000', LOG_LEVEL: 'error' } })
  return {
    fake,
    pipe,
    server: { pid: await house.pidOf('server'), address: house.server },
    edge: { pid: await house.pidOf('edge'), address: house.edge },
    async close() {
      await house.stop()
      await pipe.stop()
      await fake.stop()
    },
  }
}

type Ask = (text: string) => Promise<Reading>

/** So many who ask. A chat is made once and written in for weeks: making it belongs to no token. */
type Askers = (count: number) => Promise<readonly Ask[]>

const atModel =
  (address: string): Askers =>
  async (count) =>
    Array.from({ length: count }, () => (text) => askModel(address, text))

const atHoldfast =
  (address: string): Askers =>
  async (count) => {
    const chats = await Promise.all(Array.from({ length: count }, () => newChat(address)))
    return chats.map((chat) => (text) => askHoldfast(address, chat, text))
  }

interface Load {
  /** Processor microseconds for each token, of all programs together. */
  readonly perToken: number
  /** Milliseconds from one arrival of tokens to the next, at all readers. */
  readonly pauses: readonly number[]
}

/** What it costs to pass on many paced streams at once, and how smoothly they come. */
async function measureLoad(programs: readonly Measured[], askers: Askers): Promise<Load> {
  const asks = await askers(streams)
  const used = (): number => programs.reduce((sum, program) => sum + cpuMicros(program), 0)
  const before = used()
  const readings = await Promise.all(asks.map((ask) => ask(`write ${tokens} tokens every ${everyMs} ms`)))
  const counts = await Promise.all(readings.map((reading) => reading.tokens))
  const total = counts.reduce((sum, count) => sum + count, 0)
  if (total !== streams * tokens) throw new Error(`${total} of ${streams * tokens} tokens came`)
  return { perToken: (used() - before) / total, pauses: readings.flatMap(({ pauses }) => pauses) }
}

async function measureCpu({ pipe, server, edge }: Site) {
  const ways = [
    { name: 'pipe', programs: [pipe], askers: atModel(pipe.address) },
    { name: 'server', programs: [server], askers: atHoldfast(server.address) },
    { name: 'edgeAndServer', programs: [server, edge], askers: atHoldfast(edge.address) },
  ] as const
  // A server runs for weeks: what its first minute costs, while its code is being compiled, is not counted.
  for (let round = 0; round < warmUps; round++) {
    for (const { programs, askers } of ways) await measureLoad(programs, askers)
  }
  const seen: Record<(typeof ways)[number]['name'], Load[]> = { pipe: [], server: [], edgeAndServer: [] }
  for (let round = 0; round < rounds; round++) {
    for (const { name, programs, askers } of ways) seen[name].push(await measureLoad(programs, askers))
  }
  return seen
}

async function measureMemory(programs: readonly Measured[], askers: Askers): Promise<number> {
  const warm = await Promise.all((await askers(50)).map((ask) => ask('write 5 tokens')))
  await Promise.all(warm.map((reading) => reading.tokens))
  const resident = (): number => programs.reduce((sum, program) => sum + residentMb(program), 0)
  const before = resident()
  const readings: Reading[] = []
  for (let opened = 0; opened < openStreams; opened += 50) {
    readings.push(...(await Promise.all((await askers(50)).map((ask) => ask('write 100000 tokens every 500 ms')))))
  }
  await Promise.all(readings.map((reading) => reading.first))
  const grown = resident() - before
  for (const reading of readings) reading.leave()
  return (grown * 1_000) / openStreams
}

async function memoryOf(choose: (site: Site) => readonly Measured[], via: (site: Site) => Askers): Promise<number> {
  const values: number[] = []
  for (let round = 0; round < rounds; round++) {
    const site = await openSite()
    values.push(await measureMemory(choose(site), via(site)))
    await site.close()
  }
  return median(values)
}

/** Times to the first token, one request at a time, each way in turn. */
async function measureFirstToken({ fake, pipe, server, edge }: Site) {
  const chats = { server: await newChat(server.address), edge: await newChat(edge.address) }
  const ways: Readonly<Record<'direct' | 'pipe' | 'server' | 'edge', Ask>> = {
    direct: (text) => askModel(fake.address, text),
    pipe: (text) => askModel(pipe.address, text),
    server: (text) => askHoldfast(server.address, chats.server, text),
    edge: (text) => askHoldfast(edge.address, chats.edge, text),
  }
  const seen: Record<keyof typeof ways, number[]> = { direct: [], pipe: [], server: [], edge: [] }
  for (let n = 0; n < firstTokens; n++) {
    for (const name of ['direct', 'pipe', 'server', 'edge'] as const) {
      const startedAt = performance.now()
      const reading = await ways[name]('write 3 tokens every 1 ms')
      seen[name].push((await reading.first) - startedAt)
      await reading.tokens
    }
  }
  return seen
}

const memory = {
  pipe: await memoryOf(
    ({ pipe }) => [pipe],
    ({ pipe }) => atModel(pipe.address),
  ),
  server: await memoryOf(
    ({ server }) => [server],
    ({ server }) => atHoldfast(server.address),
  ),
}
const site = await openSite()
const cpu = await measureCpu(site)
const first = await measureFirstToken(site)
await site.close()

const costs = {
  pipe: cpu.pipe.map(({ perToken }) => perToken),
  server: cpu.server.map(({ perToken }) => perToken),
  edgeAndServer: cpu.edgeAndServer.map(({ perToken }) => perToken),
}
const ratio = (name: 'server' | 'edgeAndServer'): number =>
  median(costs[name].map((value, round) => value / (costs.pipe[round] ?? Number.NaN)))
const pauses = (name: keyof typeof costs): readonly number[] => cpu[name].flatMap((load) => load.pauses)
const added = (name: 'pipe' | 'server' | 'edge'): number => median(first[name]) - median(first.direct)
report(
  'stream',
  [
    { what: 'CPU per token, bare pipe', value: median(costs.pipe), unit: 'µs' },
    { what: 'CPU per token, durable before shown', value: median(costs.server), unit: 'µs', goal: '≤ 45' },
    { what: 'the same, against the pipe', value: ratio('server'), unit: '×', goal: '≤ 1.4' },
    { what: 'CPU per token, edge and server together', value: median(costs.edgeAndServer), unit: 'µs' },
    { what: 'the same, against the pipe', value: ratio('edgeAndServer'), unit: '×' },
    {
      what: 'streams per core at 50 tokens/s',
      value: 1_000_000 / (50 * median(costs.server)),
      unit: '',
      goal: '≥ 450',
    },
    { what: 'from one arrival to the next, bare pipe, p50', value: median(pauses('pipe')), unit: 'ms' },
    { what: 'the same, p99', value: percentile(pauses('pipe'), 99), unit: 'ms' },
    { what: 'from one arrival to the next, p50', value: median(pauses('server')), unit: 'ms' },
    { what: 'the same, p99', value: percentile(pauses('server'), 99), unit: 'ms' },
    { what: 'memory per 1,000 open streams, bare pipe', value: memory.pipe, unit: 'MB' },
    { what: 'memory per 1,000 open streams', value: memory.server, unit: 'MB', goal: '≤ 55' },
    { what: 'added time to first token, bare pipe, p50', value: added('pipe'), unit: 'ms' },
    { what: 'added time to first token, p50', value: added('server'), unit: 'ms', goal: '≤ 3' },
    { what: 'added time to first token through the edge, p50', value: added('edge'), unit: 'ms' },
  ],
  { streams, tokens, everyMs, rounds, warmUps, openStreams, firstTokens, costs, first, memory },
)
