import { createSocket } from 'node:dgram'
import { afterEach, expect, test } from 'vitest'
import { realClock as clock } from '../../../test/fixtures/real-clock.ts'
import { observe } from '../judge/observe.ts'
import { authoritiesOf } from './authority.ts'
import { resolve } from './resolve.ts'

const toClose: (() => void)[] = []
afterEach(() => {
  for (const close of toClose.splice(0)) close()
})

const types = { a: 1, ns: 2 } as const
type Zone = Readonly<Record<string, { readonly a?: string; readonly ns?: string }>>

/** A name server that knows these names, and of no other that it exists. */
async function zoneServer(zone: Zone, address = '127.0.0.1', port = 0): Promise<number> {
  const socket = createSocket('udp4')
  socket.on('message', (question, from) => socket.send(answerTo(question, zone), from.port, from.address))
  await new Promise<void>((resolved) => socket.bind(port, address, resolved))
  toClose.push(() => socket.close())
  return socket.address().port
}

function answerTo(question: Buffer, zone: Zone): Buffer {
  const end = question.indexOf(0, 12)
  const asked = question.subarray(12, end + 5)
  const labels: string[] = []
  for (let at = 12; at < end; at += (question[at] ?? 0) + 1) {
    labels.push(question.subarray(at + 1, at + 1 + (question[at] ?? 0)).toString())
  }
  const known = zone[labels.join('.').toLowerCase()]
  const type = asked.readUInt16BE(asked.length - 4)
  const data =
    type === types.a ? known?.a?.split('.').map(Number) : type === types.ns ? nameBytes(known?.ns) : undefined
  const record = data === undefined ? [] : [Buffer.from([0xc0, 12, 0, type, 0, 1, 0, 0, 0, 0, 0, data.length, ...data])]
  const head = Buffer.from([0x81, known === undefined ? 0x83 : 0x80, 0, 1, 0, record.length, 0, 0, 0, 0])
  return Buffer.concat([question.subarray(0, 2), head, asked, ...record])
}

function nameBytes(name: string | undefined): number[] | undefined {
  if (name === undefined) return undefined
  return [...name.split('.').flatMap((label) => [label.length, ...Buffer.from(label)]), 0]
}

const delegated = { 'story.test': { ns: 'ns.story.test' }, 'ns.story.test': { a: '127.0.0.2' } }

test('the authority is found from the zone above a name, and says itself what others only remember', async () => {
  const port = await zoneServer({ 'www.story.test': { a: '198.51.100.2' } }, '127.0.0.2')
  const old = await zoneServer({ ...delegated, 'www.story.test': { a: '192.0.2.77' } })
  const server = `127.0.0.1:${old}`
  expect(await authoritiesOf('www.story.test', { server, port })).toEqual([
    { name: 'ns.story.test', at: `127.0.0.2:${port}` },
  ])
  const names = await resolve('www.story.test', { clock, servers: [server], authorityPort: port })
  expect(names).toMatchObject([
    { from: server, addresses: ['192.0.2.77'] },
    { from: `ns.story.test (127.0.0.2:${port})`, addresses: ['198.51.100.2'], isAuthority: true },
  ])
  const seen = observe({ edge: { address: '192.0.2.77', phase: 'connect', code: 'ECONNREFUSED' }, names: [...names] })
  const authority = seen.observations.find(({ feature }) => feature === 'authority')
  expect(authority).toMatchObject({ values: ['differs'] })
  expect(authority?.says).toBe(`The authority of the zone says 198.51.100.2, and ${server} says 192.0.2.77.`)
})

test('where both say the same, that is said', async () => {
  const port = await zoneServer({ 'www.story.test': { a: '198.51.100.2' } }, '127.0.0.2')
  const other = await zoneServer({ ...delegated, 'www.story.test': { a: '198.51.100.2' } })
  const names = await resolve('www.story.test', { clock, servers: [`127.0.0.1:${other}`], authorityPort: port })
  const seen = observe({ edge: { status: 200, phase: 'done' }, names: [...names] })
  expect(seen.observations.find(({ feature }) => feature === 'authority')?.values).toEqual(['agrees'])
})

test('an authority that does not answer from here keeps nobody waiting, and is no evidence', async () => {
  const other = await zoneServer({ ...delegated, 'www.story.test': { a: '198.51.100.2' } })
  const from = clock.now()
  const names = await resolve('www.story.test', { clock, servers: [`127.0.0.1:${other}`], authorityPort: 9 })
  expect(names).toHaveLength(1)
  expect(clock.now() - from).toBeLessThan(5000)
})
