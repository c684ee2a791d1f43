import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import * as z from 'zod/mini'
import * as archive from './archive.ts'
import * as backends from './backends.ts'
import * as board from './board.ts'
import * as briefBoard from './brief-board.ts'
import * as bundle from './bundle.ts'
import * as evidenceCase from './case.ts'
import * as chats from './chats.ts'
import * as doctorService from './doctor-service.ts'
import * as events from './events.ts'
import { faults } from './faults.ts'
import * as health from './health.ts'
import * as imports from './imports.ts'
import * as ledger from './ledger.ts'
import * as lint from './lint.ts'
import * as operator from './operator.ts'
import * as outages from './outages.ts'
import * as problem from './problem.ts'
import * as report from './report.ts'
import * as sheet from './sheet.ts'
import * as statusSnapshot from './status-snapshot.ts'
import * as serverLook from './server-look.ts'
import * as statusView from './status-view.ts'
import { heartbeatMs, streamHeaders, streamRoot } from './stream.ts'
import * as subscription from './subscription.ts'
import * as ticket from './ticket.ts'
import * as verdict from './verdict.ts'
import * as visitorTests from './visitor-tests.ts'
import { protocolVersion } from './version.ts'

const wire = {
  archive: schemasIn(archive),
  backends: schemasIn(backends),
  board: schemasIn(board),
  briefBoard: schemasIn(briefBoard),
  bundle: schemasIn(bundle),
  case: schemasIn(evidenceCase),
  chats: schemasIn(chats),
  doctorService: schemasIn(doctorService),
  events: schemasIn(events),
  // Programs act on id, status and side; the words are for people and may get better.
  faults: Object.entries(faults).map(([id, { status, side }]) => ({ id, status, side })),
  health: schemasIn(health),
  imports: schemasIn(imports),
  ledger: schemasIn(ledger),
  lint: schemasIn(lint),
  operator: schemasIn(operator),
  outages: schemasIn(outages),
  problem: schemasIn(problem),
  report: schemasIn(report),
  serverLook: schemasIn(serverLook),
  sheet: schemasIn(sheet),
  statusSnapshot: schemasIn(statusSnapshot),
  statusView: schemasIn(statusView),
  stream: { streamRoot, streamHeaders, heartbeatMs },
  subscription: schemasIn(subscription),
  ticket: schemasIn(ticket),
  verdict: schemasIn(verdict),
  visitorTests: schemasIn(visitorTests),
}

const golden = {
  version: 1,
  wire: {
    archive: '13353a93b077',
    backends: '33f59ad3b86d',
    board: '792de64f2931',
    briefBoard: '8a82f451fa25',
    bundle: '853a3250406c',
    case: 'b5e07c9ca829',
    chats: 'ca557ad55793',
    doctorService: '956977141466',
    events: '98bff3a056eb',
    faults: '821d10a1ae9c',
    health: 'ad9a779ac10e',
    imports: '42b340146f84',
    ledger: '0a3b1197ebcb',
    lint: '793716856e5c',
    operator: 'ad76dd89ea24',
    outages: '2d0286905175',
    problem: '84a0fb8fef38',
    report: '44ea96464ed8',
    serverLook: '741f40f18f5b',
    sheet: '281f7333ac2f',
    statusSnapshot: '543f86e953a9',
    statusView: '32d657af430d',
    stream: 'd9adb5849d2d',
    subscription: '04a6e9333b0f',
    ticket: 'e6f11627f50d',
    verdict: 'b8d89507528b',
    visitorTests: 'a965e80df082',
  },
}

const advice = `
The wire is not the one of protocol version ${golden.version}. A page in somebody's browser, an edge and a server may be of different
builds, so this must not happen unawares.
- You did not mean to change it: take the change to src/protocol back.
- What was there before still works for both sides (a new fault, an optional field): put the new hashes into \`golden\`.
- It does not: raise \`protocolVersion\` in src/protocol/version.ts, and put the new number and hashes into \`golden\`.
`

test('nobody changes the wire unawares', () => {
  const hashes = Object.fromEntries(Object.entries(wire).map(([part, shape]) => [part, fingerprint(shape)]))
  expect({ version: protocolVersion, wire: hashes }, advice).toEqual(golden)
})

function schemasIn(module: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const schemas = Object.entries(module).flatMap(([name, value]) =>
    value instanceof z.core.$ZodType ? [{ name, value }] : [],
  )
  return Object.fromEntries(schemas.map(({ name, value }) => [name, z.toJSONSchema(value, { io: 'input' })]))
}

/** What is said about a field is for people, and not part of the wire. */
function fingerprint(shape: unknown): string {
  const isWords = (key: string, value: unknown): boolean => key === 'description' && typeof value === 'string'
  const text = JSON.stringify(shape, (key, value: unknown) => (isWords(key, value) ? undefined : value))
  return createHash('sha256').update(text).digest('hex').slice(0, 12)
}
