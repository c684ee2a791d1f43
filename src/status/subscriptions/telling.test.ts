import { createHmac } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { afterEach, describe, expect, test } from 'vitest'
import type { Board, BoardIncident, BoardUpdate } from '#protocol/board.ts'
import { subscriptionSchema, subscriptionsFileSchema, type Subscription } from '#protocol/subscription.ts'
import { ask, type Answered } from '../../../test/fixtures/ask.ts'
import { openHttpServer } from '../../../test/fixtures/http-server.ts'
import { openMailServer, type MailServer } from '../../../test/fixtures/mail-server.ts'
import { incident, quietBoard } from '../../../test/support/boards.ts'
import { openPeopleHouse, type PeopleHouse } from '../../../test/support/people-house.ts'
import { pushKeys, pushPosting } from './push.ts'

const toClose: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of toClose.splice(0)) await close()
})

/** A house whose board the test writes. */
async function open(mail?: MailServer, allowsInside = true) {
  const said: { incident: BoardIncident | null } = { incident: null }
  const telling = { mailServer: mail?.address ?? null, mailFrom: 'Holdfast <status@house.example>', allowsInside }
  const boardAt = (url: string): Board => {
    const [isOver, those] = [said.incident?.phase === 'resolved', said.incident === null ? [] : [said.incident]]
    return quietBoard({ url, open: isOver ? [] : those, past: isOver ? those : [] })
  }
  const house = await openPeopleHouse({ telling }, boardAt)
  toClose.push(house.close)
  /** Says something of the one outage. */
  function say(phase: BoardIncident['phase'], more: Partial<BoardUpdate> = {}): void {
    const id = String((said.incident?.updates.length ?? 0) + 1).padStart(12, 'u')
    const at = house.clock.now()
    const update: BoardUpdate = {
      id,
      phase,
      body: `It is ${phase}.`,
      at,
      by: 'holdfast',
      earlier: [],
      changes: [],
      ...more,
    }
    said.incident = incident({ phase, updates: [update, ...(said.incident?.updates ?? [])] })
    house.means.changed()
  }
  return { house, say }
}

async function receiver(answer: (request: IncomingMessage, response: ServerResponse) => void) {
  const got: { readonly headers: IncomingMessage['headers']; readonly body: string }[] = []
  const server = await openHttpServer((request, response) => {
    let body = ''
    request.on('data', (part) => (body += String(part)))
    request.on('end', () => {
      got.push({ headers: request.headers, body })
      answer(request, response)
    })
  })
  toClose.push(server.close)
  return { address: server.address, got }
}

async function webhook({ address }: PeopleHouse, url: string): Promise<Subscription> {
  const headers = { 'content-type': 'application/json' }
  const answer = await ask(address, '/subscriptions/webhooks', {
    method: 'POST',
    headers,
    body: JSON.stringify({ url }),
  })
  expect(answer.status).toBe(201)
  return subscriptionSchema.parse(JSON.parse(answer.body))
}

const form = { 'content-type': 'application/x-www-form-urlencoded', accept: 'text/html' }
const post = ({ address }: PeopleHouse, path: string, body: string): Promise<Answered> =>
  ask(address, path, { method: 'POST', headers: form, body })

/** Moves the clock until something has happened. What is sent goes over a real network. */
async function moved(house: PeopleHouse, isSo: () => boolean, stepMs = 5_000): Promise<void> {
  await expect
    .poll(
      async () => {
        if (!isSo()) await house.clock.advance(stepMs)
        return isSo()
      },
      { interval: 20, timeout: 20_000 },
    )
    .toBe(true)
}

describe('a webhook', () => {
  test('gets what was said in the shape of Statuspage, signed, and each word once', async () => {
    const { house, say } = await open()
    const { address, got } = await receiver((_, response) => response.end())
    const { secret } = await webhook(house, address)
    await house.clock.advance(1_000)
    say('investigating', { changes: [{ componentId: 'rhznvxg4v7yh', from: 'operational', to: 'major_outage' }] })
    house.means.changed()
    await moved(house, () => got.length >= 2)
    const [first, second] = got.map(({ body }): object => JSON.parse(body))
    expect(first).toMatchObject({
      meta: { generated_at: expect.any(String) },
      page: { id: 'y2j98763l56x', status_indicator: 'major' },
      incident: { id: '2gztsrksff0v', status: 'investigating', incident_updates: [{ body: 'It is investigating.' }] },
    })
    expect(first).not.toHaveProperty('component')
    expect(second).toMatchObject({
      component: { id: 'rhznvxg4v7yh', name: 'Chats and replies' },
      component_update: { old_status: 'operational', new_status: 'major_outage', component_type: 'Component' },
    })
    expect(second).not.toHaveProperty('incident')
    for (const { headers, body } of got) {
      const signature = createHmac('sha256', secret).update(body).digest('hex')
      expect(headers['x-holdfast-signature']).toBe(`sha256=${signature}`)
    }
    for (let i = 0; i < 5; i++) await house.clock.advance(60_000)
    expect(got).toHaveLength(2)
  })

  test('that fails is tried again, ever more seldom, and what happened is written down', async () => {
    const { house, say } = await open()
    let failures = 2
    const { address, got } = await receiver((_, response) => {
      failures -= 1
      response.writeHead(failures >= 0 ? 500 : 200).end()
    })
    const { id } = await webhook(house, address)
    await house.clock.advance(1_000)
    say('investigating')
    const attempts = () => house.people.telling.subscriptions.attempts(id)
    await moved(house, () => attempts().length === 3)
    expect(attempts().map(({ outcome }) => outcome)).toEqual(['delivered', 'answered 500', 'answered 500'])
    const [third, second, first] = attempts().map(({ at }) => at)
    expect((second ?? 0) - (first ?? 0)).toBeGreaterThanOrEqual(10_000)
    expect((third ?? 0) - (second ?? 0)).toBeGreaterThanOrEqual(60_000)
    expect(got).toHaveLength(3)
    expect(JSON.parse((await ask(house.address, `/subscriptions/${id}/attempts`)).body)).toEqual(attempts())
  })

  test('that never works is given up, and its log stays bounded', async () => {
    const { house, say } = await open()
    const { address } = await receiver((_, response) =>
      response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end(),
    )
    const { id } = await webhook(house, address)
    await house.clock.advance(1_000)
    say('investigating')
    const left = () => house.store.all(house.store.db.selectFrom('deliveries').selectAll()).length
    await moved(house, () => left() === 0, 3_600_000)
    const { subscriptions } = house.people.telling
    expect(subscriptions.attempts(id)).toHaveLength(7)
    expect(subscriptions.attempts(id)[0]?.outcome).toContain('must not lead elsewhere')
    for (let i = 0; i < 80; i++) subscriptions.note(id, { at: i, key: 'k', tookMs: 1, outcome: 'x' })
    expect(subscriptions.attempts(id)).toHaveLength(50)
  })

  test('that leads inside is sent nothing unless the operator allows it', async () => {
    const { house, say } = await open(undefined, false)
    const { address, got } = await receiver((_, response) => response.end())
    const { id } = await webhook(house, address)
    await house.clock.advance(1_000)
    say('investigating')
    const { subscriptions } = house.people.telling
    await moved(house, () => subscriptions.attempts(id).length > 0)
    expect(subscriptions.attempts(id)[0]?.outcome).toContain('leads inside')
    expect(got).toEqual([])
  })

  test('is for the operator to set', async () => {
    const { house } = await open()
    const headers = { 'content-type': 'application/json', 'x-forwarded-for': '192.0.2.1' }
    const body = '{"url":"https://victim.example/"}'
    expect((await ask(house.address, '/subscriptions/webhooks', { method: 'POST', headers, body })).status).toBe(403)
  })
})

describe('by mail', () => {
  /** The link in a mail, as a path. */
  function linkIn(mail: string | undefined): string {
    return /\/s\/[\w-]+/.exec(mail ?? '')?.[0] ?? ''
  }

  test('nobody is told who has not said yes, and then of each phase once', async () => {
    const mail = await openMailServer()
    toClose.push(mail.close)
    const { house, say } = await open(mail)
    expect((await post(house, '/subscribe', 'mail=ann%40example.org')).body).toContain('Look into your mailbox')
    expect(mail.mails.map(({ to }) => to)).toEqual([['ann@example.org']])
    await house.clock.advance(1_000)
    say('investigating')
    await house.clock.advance(10_000)
    expect(mail.mails).toHaveLength(1)

    const link = linkIn(mail.mails[0]?.text)
    // Programs that look for dangerous mail open links, and say yes to nothing by that.
    expect((await ask(house.address, link, { headers: form })).body).toContain('Yes, tell me')
    expect((await post(house, link, 'do=confirm')).body).toContain('You will be told')
    await house.clock.advance(1_000)
    for (const phase of ['identified', 'identified', 'monitoring', 'resolved'] as const) {
      say(phase)
      await house.clock.advance(1_000)
    }
    await moved(house, () => mail.mails.length === 4)
    await house.clock.advance(60_000)
    expect(mail.mails.slice(1).map(({ text }) => /^Subject: (.*)$/m.exec(text)?.[1]?.trim())).toEqual([
      '[Holdfast] Cause found: The server does not accept connections',
      '[Holdfast] It answers again: The server does not accept connections',
      '[Holdfast] Resolved: The server does not accept connections',
    ])
    const last = mail.mails.at(-1)?.text ?? ''
    expect(last).toContain('List-Unsubscribe-Post: List-Unsubscribe=One-Click')
    expect(last).toMatch(/List-Unsubscribe: <http:\/\/127\.0\.0\.1:\d+\/s\/[\w-]+>/)
    expect(last).toContain('References: <2gztsrksff0v@house.example>')
    expect(last).toContain('Content-Type: text/plain')
  })

  test('one tap in a mail program ends it', async () => {
    const mail = await openMailServer()
    toClose.push(mail.close)
    const { house } = await open(mail)
    await post(house, '/subscribe', 'mail=ann%40example.org')
    const link = linkIn(mail.mails[0]?.text)
    await post(house, link, 'do=confirm')
    expect((await post(house, link, 'List-Unsubscribe=One-Click')).body).toContain('You are told no more')
    expect(house.people.telling.subscriptions.all()).toEqual([])
    expect((await post(house, link, 'do=confirm')).status).toBe(404)
  })

  test('nobody can be flooded with links, and who is subscribed is not told', async () => {
    const mail = await openMailServer()
    toClose.push(mail.close)
    const { house } = await open(mail)
    const answers = []
    for (let i = 0; i < 10; i++) answers.push((await post(house, '/subscribe', 'mail=ann%40example.org')).body)
    expect(new Set(answers).size).toBe(1)
    expect(mail.mails).toHaveLength(3)
    await post(house, linkIn(mail.mails[0]?.text), 'do=confirm')
    expect((await post(house, '/subscribe', 'mail=ann%40example.org')).body).toBe(answers[0])
    expect(mail.mails).toHaveLength(3)
  })

  test('what was never confirmed is forgotten', async () => {
    const mail = await openMailServer()
    toClose.push(mail.close)
    const { house } = await open(mail)
    await post(house, '/subscribe', 'mail=ann%40example.org')
    await house.clock.advance(49 * 3_600_000)
    await post(house, '/subscribe', 'mail=bob%40example.org')
    expect(house.people.telling.subscriptions.all().map(({ target }) => target)).toEqual(['bob@example.org'])
  })

  test.for(['', 'ann', 'ann@example', 'ann@example.org, bob@example.org', 'ann@example.org\nbcc: bob@example.org'])(
    '%o is no address',
    async (address) => {
      const mail = await openMailServer()
      toClose.push(mail.close)
      const { house } = await open(mail)
      expect((await post(house, '/subscribe', new URLSearchParams({ mail: address }).toString())).status).toBe(400)
      expect(mail.mails).toEqual([])
    },
  )

  test('says so where no mail server is set', async () => {
    const { house } = await open()
    expect((await ask(house.address, '/subscribe', { headers: form })).body).toContain('cannot send mail')
    expect((await post(house, '/subscribe', 'mail=ann%40example.org')).status).toBe(503)
  })
})

describe('by push', () => {
  // Of a real browser: only whoever made these can read what is sealed for them.
  const target = {
    endpoint: 'https://push.example/abc',
    keys: {
      p256dh: 'BNcRdreALRFXTkOOUHK1EtK2wtaz5Ry4YfYCA_0QTpQtUbVlUls0VJXg7A8u-Ts1XbjhazAkj7I99e8QcYP7DkM',
      auth: 'tBHItJI5svbpez7KI4CCXg',
    },
  }

  test('a message is sealed for one browser, under keys that stay the same', async () => {
    const { house } = await open()
    const keys = pushKeys(house.store)
    expect(pushKeys(house.store)).toEqual(keys)
    const pushed = { title: 'It is back', body: 'The server answers again.', url: 'https://status.example/i/1' }
    const order = { target: JSON.stringify(target), pushed, keys, subject: 'mailto:status@house.example' }
    const { url, headers, body } = pushPosting(order)
    expect(url).toBe('https://push.example/abc')
    expect(headers).toMatchObject({
      'Content-Encoding': 'aes128gcm',
      Authorization: expect.stringContaining(keys.publicKey),
    })
    expect(Buffer.from(body).toString('latin1')).not.toContain('It is back')
  })

  test('somebody who wants to hear of the end hears of that alone, and then no more', async () => {
    const { house, say } = await open()
    const headers = { 'content-type': 'application/json' }
    const added = await ask(house.address, '/push', { method: 'POST', headers, body: JSON.stringify(target) })
    expect(added.status).toBe(201)
    await house.clock.advance(1_000)
    const waiting = () => house.store.all(house.store.db.selectFrom('deliveries').selectAll())
    say('investigating')
    say('identified')
    expect(waiting()).toEqual([])
    say('monitoring')
    say('resolved')
    expect(waiting().map(({ key }) => key)).toEqual(['2gztsrksff0v:back'])
  })

  test.for([
    { ...target, endpoint: 'http://push.example/abc' },
    { ...target, keys: { p256dh: 'x', auth: 'y' } },
    { endpoint: target.endpoint },
  ])('%o is no browser', async (wrong) => {
    const { house } = await open()
    const headers = { 'content-type': 'application/json' }
    expect((await ask(house.address, '/push', { method: 'POST', headers, body: JSON.stringify(wrong) })).status).toBe(
      400,
    )
  })
})

test('subscriptions move to another status page whole, and twice is once', async () => {
  const { house } = await open()
  const kept = await webhook(house, 'https://example.org/hook')
  const headers = { 'content-type': 'application/json' }
  await ask(house.address, '/push/key')
  const { body } = await ask(house.address, '/subscriptions')
  const file = subscriptionsFileSchema.parse(JSON.parse(body))
  expect(file.subscriptions).toEqual([kept])
  const { house: other } = await open()
  for (const taken of [1, 0]) {
    const answer = await ask(other.address, '/subscriptions', { method: 'POST', headers, body })
    expect(JSON.parse(answer.body)).toEqual({ taken, of: 1 })
  }
  expect(JSON.parse((await ask(other.address, '/subscriptions')).body)).toEqual(file)
  const wrong = await ask(other.address, '/subscriptions', { method: 'POST', headers, body: '{"holdfast":"recipe"}' })
  expect(wrong.status).toBe(400)
})

test('what was written down afterwards is told to nobody', async () => {
  const { house, say } = await open()
  await webhook(house, 'https://example.org/hook')
  await house.clock.advance(2 * 3_600_000)
  say('resolved', { at: house.clock.now() - 90 * 60_000 })
  expect(house.store.all(house.store.db.selectFrom('deliveries').selectAll())).toEqual([])
})
