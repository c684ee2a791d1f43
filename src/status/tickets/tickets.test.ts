import { connect } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import * as z from 'zod/mini'
import { problemSchema } from '#protocol/problem.ts'
import { ticketHeadSchema, ticketSchema, ticketTakenSchema, wholeTicketSchema } from '#protocol/ticket.ts'
import { ask, type Answered, type Asking } from '../../../test/fixtures/ask.ts'
import { openPeopleHouse, type PeopleHouse } from '../../../test/support/people-house.ts'
import { bundledPicture, onePixelPng } from '../../../test/support/some-picture.ts'
import { nastyBundle, someBundle } from '../../../test/support/some-bundle.ts'

const toClose: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of toClose.splice(0)) await close()
})

async function open(its?: Parameters<typeof openPeopleHouse>[0]): Promise<PeopleHouse> {
  const house = await openPeopleHouse(its)
  toClose.push(house.close)
  return house
}

const key = 'k'.repeat(22)
const page = { accept: 'text/html' }
const form = { ...page, 'content-type': 'application/x-www-form-urlencoded' }

function send({ address }: PeopleHouse, request: unknown, headers: Asking['headers'] = {}): Promise<Answered> {
  const asking = { method: 'POST', headers: { 'content-type': 'application/json', ...headers } }
  return ask(address, '/tickets', { ...asking, body: JSON.stringify(request) })
}

async function taken(house: PeopleHouse, more: object = {}): Promise<z.infer<typeof ticketTakenSchema>> {
  const answer = await send(house, { key, bundle: someBundle(), ...more })
  return ticketTakenSchema.parse(JSON.parse(answer.body))
}

function withPicture(picture: object): object {
  return { ...someBundle(), sections: { picture } }
}

const post = ({ address }: PeopleHouse, path: string, fields: Record<string, string>): Promise<Answered> =>
  ask(address, path, { method: 'POST', headers: form, body: new URLSearchParams(fields).toString() })

describe('a bundle that is sent', () => {
  test('becomes a ticket with a link, which opens it for nobody without its key', async () => {
    const house = await open()
    const { ticket, path, isNew } = await taken(house)
    expect([path, isNew]).toEqual([`t/${ticket}`, true])
    const opened = await ask(house.address, `/${path}?key=${key}`)
    expect(ticketSchema.parse(JSON.parse(opened.body))).toMatchObject({ id: ticket, state: 'open', messages: [] })
    for (const other of ['', `?key=${'x'.repeat(22)}`, `?key=${key}x`]) {
      expect((await ask(house.address, `/${path}${other}`)).status).toBe(404)
    }
    expect((await ask(house.address, `/t/000000000000?key=${key}`)).status).toBe(404)
  })

  test('is kept with the hash of its key, and not with the key', async () => {
    const house = await open()
    await taken(house)
    const rows = house.store.all(house.store.db.selectFrom('tickets').selectAll())
    expect(JSON.stringify(rows)).not.toContain(key)
  })

  test('twice, by whatever way, is one ticket; what was added since is taken in', async () => {
    const house = await open()
    const first = await taken(house)
    await house.clock.advance(60_000)
    expect(await taken(house)).toEqual({ ...first, isNew: false })
    const more = someBundle({ madeAt: house.clock.now(), sections: { words: 'It still says 521.' } })
    expect(await taken(house, { bundle: more })).toEqual({ ...first, isNew: false })
    const heads = z.array(ticketHeadSchema).parse(JSON.parse((await ask(house.address, '/tickets')).body))
    expect(heads).toMatchObject([{ id: first.ticket, times: 2, words: 'It still says 521.', faults: [] }])
  })

  test('by somebody else with the same bundle does not open the ticket for them', async () => {
    const house = await open()
    const { path } = await taken(house)
    const other = 'z'.repeat(22)
    const refused = await send(house, { key: other, bundle: someBundle() })
    expect([refused.status, problemSchema.parse(JSON.parse(refused.body)).fault]).toEqual([409, 'ticket-taken'])
    expect((await ask(house.address, `/${path}?key=${other}`)).status).toBe(404)
  })

  test('of another version is taken as it is, and shown as text', async () => {
    const house = await open()
    const bundle = { holdfast: 'support-bundle', version: 7, id: someBundle().id, news: '<script>alert(1)</script>' }
    const { ticket } = await taken(house, { bundle })
    const { body } = await ask(house.address, `/inbox/${ticket}`, { headers: page })
    expect(body).toContain('A bundle of another version')
    expect(body).toContain('&#60;script&#62;alert(1)')
    expect(body).not.toContain('<script')
  })

  test.for([
    ['nothing', undefined],
    ['no bundle', { key, bundle: { holdfast: 'recipe', version: 1, id: someBundle().id } }],
    ['a damaged bundle', { key, bundle: { ...someBundle(), sections: { words: 7 } } }],
    ['a bundle without a key', { bundle: someBundle() }],
    ['a key that could be guessed', { key: 'short', bundle: someBundle() }],
    ['a mail address that is none', { key, bundle: someBundle(), mail: 'a@b' }],
    ['a mail address with a second one', { key, bundle: someBundle(), mail: 'a@b.example\nbcc: c@d.example' }],
  ] as const)('that is %s is refused', async ([, request]) => {
    const house = await open()
    const answer = await send(house, request)
    expect([answer.status, problemSchema.parse(JSON.parse(answer.body)).fault]).toEqual([422, 'not-a-bundle'])
    expect(house.people.tickets.list()).toEqual([])
  })

  test.for([
    ['a page', { ...bundledPicture, base64: Buffer.from('<script>alert(1)</script>aa').toString('base64') }],
    ['a drawing that could run', { ...bundledPicture, type: 'image/svg+xml' }],
    ['a picture of another size', { ...bundledPicture, width: 1_600 }],
  ] as const)('with %s in the place of the picture is refused, and that is said', async ([, picture]) => {
    const house = await open()
    const answer = await send(house, { key, bundle: withPicture(picture) })
    const { fault, because } = problemSchema.parse(JSON.parse(answer.body))
    expect([answer.status, fault, because]).toEqual([422, 'not-a-bundle', expect.stringMatching(/^sections\.picture/)])
    expect(house.people.tickets.list()).toEqual([])
  })

  test('of 100 MB is refused before anything of it is read', async () => {
    const house = await open()
    const headers = { 'content-type': 'application/json', 'content-length': '100000000' }
    const answer = await ask(house.address, '/tickets', { method: 'POST', headers })
    expect([answer.status, JSON.parse(answer.body)]).toEqual([
      413,
      expect.objectContaining({ fault: 'body-too-large', limitBytes: 1_000_000 }),
    ])
  })

  test('of 100 MB is refused before it is sent', async () => {
    const house = await open()
    const { port } = new URL(house.address)
    const answer = await new Promise<string>((resolve) => {
      const socket = connect(Number(port), '127.0.0.1')
      const head =
        'POST /tickets HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: 100000000'
      socket.write(`${head}\r\n\r\n{"key":`)
      socket.once('data', (part) => {
        resolve(String(part))
        socket.destroy()
      })
    })
    expect(answer).toMatch(/^HTTP\/1\.1 413 /)
  })

  test('by the hundred from one address is refused, and others are not', async () => {
    const house = await open()
    const sent = (from: string, i: number): Promise<Answered> =>
      send(
        house,
        { key, bundle: someBundle({ id: `01991f00-0000-7000-8000-${String(i).padStart(12, '0')}` }) },
        { 'x-forwarded-for': from },
      )
    const codes = []
    for (let i = 0; i < 30; i++) codes.push((await sent('192.0.2.1', i)).status)
    expect(codes.filter((code) => code === 201)).toHaveLength(20)
    expect(codes.at(-1)).toBe(429)
    expect((await sent('192.0.2.2', 99)).status).toBe(201)
    await house.clock.advance(3_600_000)
    expect((await sent('192.0.2.1', 100)).status).toBe(201)
  })

  test('from the app may come from the edge’s page, and from no other site', async () => {
    const house = await open({ edge: 'http://127.0.0.1:8521' })
    const request = { key, bundle: someBundle() }
    for (const origin of ['http://127.0.0.1:8521', 'http://localhost:8521']) {
      const asked = {
        origin,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'content-type',
      }
      const may = await ask(house.address, '/tickets', { method: 'OPTIONS', headers: asked })
      expect(may.headers['access-control-allow-origin']).toBe(origin)
      const answer = await send(house, request, { origin, 'sec-fetch-site': 'same-site' })
      expect([answer.status, answer.headers['access-control-allow-origin']]).toEqual([expect.any(Number), origin])
      expect(answer.status).toBeLessThan(300)
    }
    for (const origin of ['http://127.0.0.1:9999', 'https://evil.example', 'null']) {
      const answer = await send(house, request, { origin, 'sec-fetch-site': 'cross-site' })
      expect([answer.status, answer.headers['access-control-allow-origin']]).toEqual([403, undefined])
    }
  })
})

describe('a ticket', () => {
  test('is answered, written back to, and closed', async () => {
    const house = await open()
    const { ticket, path } = await taken(house)
    expect((await post(house, `/inbox/${ticket}`, { do: 'answer', body: 'It is back. <b>Sorry!</b>' })).status).toBe(
      303,
    )
    const read = await ask(house.address, `/${path}?key=${key}`, { headers: page })
    expect(read.body).toContain('The operator has answered.')
    expect(read.body).toContain('It is back. &#60;b&#62;Sorry!')
    const said = await post(house, `/${path}`, { key, body: 'Thank you!' })
    expect([said.status, said.headers.location]).toEqual([303, `${ticket}?key=${key}`])
    expect(house.people.tickets.counts()).toEqual({ open: 1, answered: 0, closed: 0 })
    await post(house, `/inbox/${ticket}`, { do: 'close' })
    const whole = wholeTicketSchema.parse(JSON.parse((await ask(house.address, `/tickets/${ticket}`)).body))
    expect(whole).toMatchObject({
      state: 'closed',
      mail: null,
      messages: [
        { by: 'operator', body: 'It is back. <b>Sorry!</b>' },
        { by: 'person', body: 'Thank you!' },
      ],
    })
  })

  test('belongs to an incident when it was sent with it, or when the operator says so', async () => {
    const house = await open()
    const { ticket, path } = await taken(house, { incident: '2gztsrksff0v' })
    expect((await ask(house.address, `/${path}?key=${key}`, { headers: page })).body).toContain('../i/2gztsrksff0v')
    await post(house, `/inbox/${ticket}`, { do: 'link', incident: '' })
    expect(house.people.tickets.whole(ticket)?.incident).toBeNull()
  })

  test('takes only so many words', async () => {
    const house = await open()
    const { ticket, path } = await taken(house)
    await post(house, `/${path}`, { key, body: 'x'.repeat(30_000) })
    expect(house.people.tickets.whole(ticket)?.messages[0]?.body).toHaveLength(5_000)
    expect((await post(house, `/${path}`, { key, body: 'x'.repeat(50_000) })).status).toBe(413)
    expect((await post(house, `/${path}`, { key, body: '  ' })).status).toBe(400)
  })
})

describe('the inbox', () => {
  test('shows everything that strangers wrote as text', async () => {
    const house = await open()
    const { ticket } = await taken(house, { bundle: nastyBundle() })
    for (const path of ['/inbox', `/inbox/${ticket}`]) {
      const { status, headers, body } = await ask(house.address, path, { headers: page })
      expect(status).toBe(200)
      expect(body).not.toMatch(/<script|<img|onerror=alert\(1\)>/)
      for (const control of ['\u001b', '\u0000']) expect(body).not.toContain(control)
      expect(body).toContain('&#60;script&#62;')
      expect(headers['content-security-policy']).toMatch(/^default-src 'none'/)
    }
  })

  test('is for the operator: not from elsewhere, and not through the edge', async () => {
    const house = await open({ publicUrl: 'https://status.example', token: 'a-long-secret-token' })
    const { ticket } = await taken(house, { bundle: withPicture(bundledPicture) })
    const basic = `Basic ${Buffer.from('operator:a-long-secret-token').toString('base64')}`
    const paths = ['/inbox', `/inbox/${ticket}`, `/inbox/${ticket}/picture`]
    for (const path of [...paths, '/tickets', '/tickets/export', `/tickets/${ticket}`]) {
      const code = async (headers: Asking['headers']): Promise<number> =>
        (await ask(house.address, path, { headers })).status
      expect(await code({})).toBe(403)
      expect(await code(page)).toBe(401)
      expect(await code({ authorization: 'Bearer a-wrong-secret-token' })).toBe(403)
      expect(await code({ authorization: 'Bearer a-long-secret-token' })).toBe(200)
      expect(await code({ ...page, authorization: basic })).toBe(200)
    }
    const local = await open()
    expect((await ask(local.address, '/inbox', { headers: { 'x-forwarded-for': '192.0.2.1' } })).status).toBe(403)
  })

  test('shows the picture that a person added, as a picture and as nothing else', async () => {
    const house = await open()
    const { ticket } = await taken(house, { bundle: withPicture(bundledPicture) })
    const shown = await ask(house.address, `/inbox/${ticket}`, { headers: page })
    expect(shown.body).toContain(`<img src="${ticket}/picture" width="1" height="1"`)
    expect(shown.headers['content-security-policy']).toContain("; img-src 'self'")
    const picture = await fetch(`${house.address}/inbox/${ticket}/picture`)
    expect(Object.fromEntries(picture.headers)).toMatchObject({
      'content-type': 'image/png',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; sandbox",
      'cross-origin-resource-policy': 'same-origin',
    })
    expect(Buffer.from(await picture.arrayBuffer()).equals(onePixelPng)).toBe(true)
  })

  test('has no picture where none was added, and no page but that one may show any', async () => {
    const house = await open()
    const { ticket } = await taken(house)
    expect((await ask(house.address, `/inbox/${ticket}/picture`)).status).toBe(404)
    expect((await ask(house.address, '/inbox/no-ticket/picture')).status).toBe(404)
    for (const path of ['/inbox', `/inbox/${ticket}`]) {
      const { headers, body } = await ask(house.address, path, { headers: page })
      expect(headers['content-security-policy']).not.toContain('img-src')
      expect(body).not.toContain('<img')
    }
  })

  test('exports all of it, in a form that can be read again', async () => {
    const house = await open()
    await taken(house)
    const { body, headers } = await ask(house.address, '/tickets/export')
    expect(headers['content-disposition']).toContain('holdfast-tickets.json')
    const [whole] = z.array(wholeTicketSchema).parse(JSON.parse(body))
    expect(whole?.bundle).toEqual(someBundle())
    expect(body).not.toContain(key)
  })
})
