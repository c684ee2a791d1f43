import { createServer } from 'node:http'
import type { Socket } from 'node:net'
import { describe, expect, test } from 'vitest'
import { examine } from '#doctor/examine.ts'
import { judge } from '#doctor/judge.ts'
import { standardPatience, type Patience } from '#doctor/looking.ts'
import { nodeSenses } from '#doctor/node.ts'
import { faults, type FaultId } from '#protocol/faults.ts'
import type { Verdict } from '#protocol/verdict.ts'
import { authority } from '../fixtures/certificates.ts'
import { certifiedServer } from '../fixtures/certified-server.ts'
import { nameServer } from '../fixtures/name-server.ts'
import { rawServer } from '../fixtures/raw-server.ts'
import { realClock } from '../fixtures/real-clock.ts'
import { answers } from './origin-failures/answers.ts'
import { bodies } from './origin-failures/bodies.ts'
import { connections } from './origin-failures/connections.ts'
import { encryption } from './origin-failures/encryption.ts'
import { Stage, type EdgeToldTo, type OriginFailure } from './origin-failures/failure.ts'
import { names } from './origin-failures/names.ts'

const soonMs = 400
/** The doctor only ever reads, so what takes something else to bring about is not its to see. */
const readable = (failure: OriginFailure): boolean =>
  failure.asking === undefined && failure.fault !== 'origin-not-reading'

async function look(told: EdgeToldTo): Promise<Verdict> {
  const origin = new URL(String(told.origin))
  const ca = told.originTls?.ca ?? undefined
  const name = told.originTls?.serverName
  const url = new URL(origin)
  if (name !== undefined && name !== null) url.hostname = name
  const senses = nodeSenses({
    clock: realClock,
    ...(ca === undefined ? {} : { ca: [ca] }),
    ...(told.resolver === undefined || told.resolver === null ? {} : { nameServers: [told.resolver] }),
  })
  const at = {
    address: origin.hostname.replace(/^\[|\]$/g, ''),
    ...(origin.port === '' ? {} : { port: Number(origin.port) }),
  }
  const seen = await examine(senses, {
    url,
    patience: patienceFor(told),
    ...(name === undefined || name === null ? {} : { origin: at }),
  })
  return judge(seen)
}

function patienceFor({ rings }: EdgeToldTo): Patience {
  return rings === undefined
    ? { ...standardPatience, pauseMs: 1 }
    : { connectMs: soonMs, tlsMs: soonMs, readMs: soonMs, pauseMs: 1 }
}

/** What the edge calls it is what the doctor sees; for what this machine refuses, and for half an answer, CDNs have no number. */
function expected(fault: FaultId): Partial<Verdict> {
  const { status } = faults[fault]
  if (fault === 'edge-refused-here') return { code: null, side: 'edge' }
  if (fault === 'origin-stalled') return { code: null, side: 'server' }
  return { code: status }
}

describe.concurrent('a way in which an origin fails', () => {
  test.for([...names, ...connections, ...encryption, ...answers].filter(readable))(
    '$name: the doctor gives it the number of the edge, and says that it fails',
    async (failure, { onTestFinished }) => {
      const stage = new Stage()
      onTestFinished(() => stage.close())
      const verdict = await look(await failure.open(stage))
      expect(verdict).toMatchObject({ standing: 'fails', ...expected(failure.fault) })
      expect(verdict.causes[0]?.id).not.toBe('well')
    },
  )

  test.for(bodies)('$name: half an answer is not taken for a whole one', async (failure, { onTestFinished }) => {
    const stage = new Stage()
    onTestFinished(() => stage.close())
    const verdict = await look(await failure.open(stage))
    expect(verdict).toMatchObject({ standing: 'fails', code: null, side: 'server' })
    const half = failure.fault === 'origin-stalled' ? ['stalls-midway'] : ['breaks-off']
    expect(half).toContain(verdict.causes[0]?.id)
  })
})

describe('a site', () => {
  test('at a literal address is believed by a certificate for that address, and by no other', async () => {
    const ca = authority({ name: 'Root of the test' })
    const own = await certifiedServer(ca.certify({ name: 'by address', addresses: ['127.0.0.1'] }))
    const other = await certifiedServer(ca.certify({ name: 'by another', addresses: ['192.0.2.9'] }))
    const its = nodeSenses({ clock: realClock, ca: [ca.certificate] })
    const [here, there] = await Promise.all(
      [own, other].map(({ address }) => examine(its, { url: new URL(address), patience: standardPatience })),
    )
    expect(here?.edge).toMatchObject({ status: 200, phase: 'done' })
    expect(there?.edge).toMatchObject({ phase: 'certificate', code: 'ERR_TLS_CERT_ALTNAME_INVALID' })
    await Promise.all([own.close(), other.close()])
  })

  const senses = nodeSenses({ clock: realClock })

  test('that is well is said to be well, with few connections and nothing changed', async ({ onTestFinished }) => {
    const methods: string[] = []
    const server = createServer((request, response) => {
      methods.push(request.method ?? '')
      response.end('ok')
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => void server.close())
    const seen = await examine(senses, { url: new URL(`http://127.0.0.1:${portOf(server.address())}/`) })
    expect(judge(seen)).toMatchObject({ standing: 'answers', code: 200, side: null })
    expect(seen.edge).toMatchObject({ reused: 'works', again: [{ status: 200 }, { status: 200 }] })
    expect(methods.length).toBeLessThanOrEqual(12)
    expect(new Set(methods)).toEqual(new Set(['GET']))
  })

  test('that fails once and then answers is unsteady, not down', async ({ onTestFinished }) => {
    const server = await rawServer((socket, count) => {
      if (count === 1) socket.resetAndDestroy()
      else socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok'))
    })
    onTestFinished(() => server.close())
    expect(judge(await examine(senses, { url: new URL(server.address) })).standing).toBe('unsteady')
  })

  test.for([
    ['right behind their beginning', 'resets-on-accept', (socket: Socket): void => void socket.resetAndDestroy()],
    [
      'over what is asked',
      'resets-on-request',
      (socket: Socket): void => void socket.once('data', () => socket.resetAndDestroy()),
    ],
  ] as const)('that tears connections %s is told from one that does otherwise', async ([, cause, serve], context) => {
    const server = await rawServer(serve)
    context.onTestFinished(() => server.close())
    const verdict = judge(await examine(senses, { url: new URL(server.address) }))
    expect(verdict.causes[0]?.id).toBe(cause)
    expect(verdict.causes[0]?.p).toBeGreaterThan(0.6)
  })

  test('that closes idle connections is found out', async ({ onTestFinished }) => {
    const server = await rawServer((socket) => {
      socket.once('data', () => {
        socket.write('HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: keep-alive\r\n\r\nok', () =>
          setImmediate(() => socket.end()),
        )
      })
    })
    onTestFinished(() => server.close())
    const verdict = judge(await examine(senses, { url: new URL(server.address) }))
    expect(verdict.causes[0]?.id).toBe('reused-connections-die')
  })

  test('that leads to itself in a circle is said to', async ({ onTestFinished }) => {
    const server = await rawServer((socket) => {
      socket.once('data', () => socket.end('HTTP/1.1 301 Moved\r\nlocation: /\r\ncontent-length: 0\r\n\r\n'))
    })
    onTestFinished(() => server.close())
    const verdict = judge(await examine(senses, { url: new URL(server.address) }))
    expect(verdict.causes[0]?.id).toBe('redirects-in-a-circle')
    expect(verdict.standing).toBe('fails')
  })

  test('behind a CDN that says 530 with 1033 has its tunnel down', async ({ onTestFinished }) => {
    const server = await rawServer((socket) => {
      socket.once('data', () =>
        socket.end(
          'HTTP/1.1 530 \r\nserver: cloudflare\r\ncf-ray: 8a-VIE\r\ncontent-length: 16\r\n\r\nerror code: 1033',
        ),
      )
    })
    onTestFinished(() => server.close())
    const verdict = judge(await examine(senses, { url: new URL(server.address) }))
    expect(verdict).toMatchObject({ code: 530, side: 'server' })
    expect(verdict.causes[0]?.id).toBe('tunnel-down')
  })

  test('whose CDN is refused while the origin lets us in: the way of visitors fails, and this is the second place', async ({
    onTestFinished,
  }) => {
    const cdn = await rawServer((socket) => {
      socket.once('data', () =>
        socket.end('HTTP/1.1 521 \r\nserver: cloudflare\r\ncf-ray: 8a-VIE\r\ncontent-length: 0\r\n\r\n'),
      )
    })
    const origin = await rawServer((socket) => {
      socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok'))
    })
    const resolver = await nameServer({ addresses: ['127.0.0.1'] })
    onTestFinished(async () => void (await Promise.all([cdn.close(), origin.close(), resolver.close()])))
    const asks = nodeSenses({ clock: realClock, nameServers: [resolver.at] })
    const url = new URL(`http://story.test:${cdn.port}/`)
    const seen = await examine(asks, { url, origin: { address: '127.0.0.1', port: origin.port } })
    expect(seen.edge?.status).toBe(521)
    expect(seen.vantage?.status).toBe(200)
    expect(judge(seen)).toMatchObject({ code: 521, standing: 'fails' })
    expect(judge(seen).cannotTell).toContain('firewall-rejects-edge')
  })
})

function portOf(address: ReturnType<ReturnType<typeof createServer>['address']>): number {
  if (address === null || typeof address === 'string') throw new Error('listens on no port')
  return address.port
}
