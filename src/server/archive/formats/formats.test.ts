import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ExportFormat } from '#protocol/imports.ts'
import { emptySheet } from '#protocol/sheet.ts'
import { realClock } from '../../../../test/fixtures/real-clock.ts'
import { openArchiveHouse, type ArchiveHouse, joined } from '../../../../test/support/archive-house.ts'
import { onePixel } from '../../../../test/support/sheets.ts'
import { exported } from '../export.ts'

let house: ArchiveHouse
let chatId: string

beforeAll(async () => {
  house = await openArchiveHouse()
  const { storage, log } = house
  chatId = (
    await storage.createChat({ id: crypto.randomUUID(), title: 'The <sea> & *I*', sheet: null, now: 1_700_000_000_000 })
  ).id
  const begin = async (text: string) => {
    const ids = { id: crypto.randomUUID(), replyId: crypto.randomUUID() }
    const taken = { ...ids, chatId, parentId: undefined, text, model: null, owner: 'test', now: 1_700_000_001_000 }
    const accepted = await storage.acceptTurn(taken)
    if (!accepted.ok) throw new Error(accepted.error)
    return ids
  }
  const first = await begin('Once <i>upon</i> a time\n\n* a star')
  await storage.endJob(first.replyId, 1, { state: 'done', text: 'There was a "sea".', fault: null, now: 1 })
  const variant = { id: crypto.randomUUID(), messageId: first.id, model: null, replyId: crypto.randomUUID() }
  await storage.acceptVariant({ ...variant, owner: 'test', now: 1_700_000_002_000 })
  await storage.endJob(variant.replyId, 1, { state: 'stopped', text: 'There was', fault: null, now: 1 })
  const { replyId } = await begin('And then?')
  const claimed = await log.claim(replyId, 1)
  if (claimed.kind !== 'claimed') throw new Error(claimed.kind)
  await claimed.writer.append([JSON.stringify({ t: 'token', text: 'Then it' })])
  await storage.updateJob(replyId, 1, { state: 'writing', writer: 'm' })
})
afterAll(() => house.close())

async function made(format: ExportFormat): Promise<string> {
  const { storage, log } = house
  const chat = await storage.chat(chatId)
  const means = { storage, log, clock: realClock, version: 'test', fill: (bytes: Uint8Array) => bytes }
  const { bytes } = exported(means, { format, chats: chat && [chat], passphrase: undefined })
  return (await joined(bytes)).toString()
}

test('as Markdown: the open branch, as it was written', async () => {
  expect(await made('markdown')).toBe(`# The \\<sea\\> & \\*I\\*

_Begun on 2023-11-14_

**You**

Once <i>upon</i> a time

* a star

**Reply**

There was

_It was stopped here. There is one other variant._

**You**

And then?

**Reply (m)**

Then it

_It was still being written when this copy was made._

---

`)
})

test('as plain text', async () => {
  expect((await made('text')).split('\n').slice(0, 9).join('\n')).toBe(`The <sea> & *I*
===============
Begun on 2023-11-14

You:

Once <i>upon</i> a time

* a star`)
})

describe('as a page', () => {
  test('everything that was written is text', async () => {
    const page = await made('html')
    expect(page).toContain('<h2>The &#60;sea&#62; &#38; *I*</h2>')
    expect(page).toContain('<p class="words">Once &#60;i&#62;upon&#60;/i&#62; a time\n\n* a star</p>')
    expect(page).toContain('<p class="words">Then it</p>')
    expect(page).not.toMatch(/<(script|img|link|iframe|i|sea)\b/)
  })

  test('it is whole: every element that is opened is closed', async () => {
    const page = await made('html')
    for (const name of ['html', 'head', 'body', 'article', 'section', 'p', 'h2', 'h3', 'style']) {
      const [opened, closed] = [page.match(new RegExp(`<${name}[ >]`, 'g')), page.match(new RegExp(`</${name}>`, 'g'))]
      expect([name, opened?.length]).toEqual([name, closed?.length])
    }
  })
})

describe('a sheet', () => {
  let before: string
  beforeAll(async () => {
    before = chatId
    const sheet = {
      name: 'Mira <b>& *co*',
      about: 'SECRET about',
      scene: 'An <i>inn</i>.\n\nNight.',
      opening: 'It *rained* & rained.',
      telling: 'SECRET telling',
      lore: [{ keys: '', text: 'SECRET lore' }],
      picture: onePixel,
    }
    chatId = (await house.storage.createChat({ id: crypto.randomUUID(), title: 'Sheet', sheet, now: 1 })).id
  })
  afterAll(() => (chatId = before))

  test('in Markdown: its words stand as they are, its name in one line', async () => {
    expect(await made('markdown')).toBe(`# Sheet

_Begun on 1970-01-01_

_With Mira \\<b\\>& \\*co\\*_

**Scene**

An <i>inn</i>.

Night.

**Opening**

It *rained* & rained.

---

`)
  })

  test('in plain text', async () => {
    expect(await made('text')).toBe(`Sheet
=====
Begun on 1970-01-01
With Mira <b>& *co*

Scene:

An <i>inn</i>.

Night.

Opening:

It *rained* & rained.

${'-'.repeat(72)}

`)
  })

  test('in a page: everything in it is text', async () => {
    const page = await made('html')
    expect(page).toContain('<p class="day">With Mira &#60;b&#62;&#38; *co*</p>')
    expect(page).toContain('<h3>Scene</h3>\n<p class="words">An &#60;i&#62;inn&#60;/i&#62;.\n\nNight.</p>')
    expect(page).toContain('<h3>Opening</h3>\n<p class="words">It *rained* &#38; rained.</p>')
    expect(page).not.toMatch(/SECRET|data:image|<(i|b)\b/)
  })

  test('without a name, a scene or an opening shows nothing', async () => {
    const { storage } = house
    await storage.setSheet(chatId, { ...emptySheet, about: 'SECRET', scene: ' \n' }, 2)
    expect(await made('text')).toBe(`Sheet\n=====\nBegun on 1970-01-01\n\n${'-'.repeat(72)}\n\n`)
    expect(await made('markdown')).toBe('# Sheet\n\n_Begun on 1970-01-01_\n\n---\n\n')
    expect(await made('html')).not.toMatch(/SECRET|With|Scene/)
  })
})

test('a story longer than a page of messages is told from its beginning, each message once', async () => {
  const { storage } = house
  const { id } = await storage.createChat({ id: crypto.randomUUID(), title: 'Long', sheet: null, now: 1 })
  const messages = Array.from({ length: 250 }, () => crypto.randomUUID())
  const incoming = messages.map((message, n) => {
    return {
      id: message,
      parentId: messages[n - 1] ?? null,
      role: 'user',
      text: `<${n}>`,
      createdAt: n,
      reply: null,
    } as const
  })
  const chat = { id, title: 'Long', createdAt: 1, updatedAt: 2, head: messages.at(-1) ?? null, sheetAt: null }
  await storage.takeIn([{ chat, messages: incoming }])
  chatId = id
  expect([...(await made('text')).matchAll(/<(\d+)>/g)].map(([, n]) => Number(n))).toEqual(messages.map((_, n) => n))
})
