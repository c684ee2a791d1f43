import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { briefBoardSchema } from '#protocol/brief-board.ts'
import { ask } from '../../../test/fixtures/ask.ts'
import { failingBoard, quietBoard } from '../../../test/support/boards.ts'
import { publishBoard, type PublishedBoard } from '../../../test/support/published-board.ts'
import { statuspagePaths } from '../statuspage/documents.ts'

let site: PublishedBoard
beforeAll(async () => void (site = await publishBoard(failingBoard())))
afterAll(() => site.close())

const documents = statuspagePaths.map((name) => `/api/v2/${name}`)

describe('what programs read', () => {
  test.for([...documents, '/board.json', '/brief.json', '/badge.json'])(
    '%s is JSON that pages of any site may read',
    async (path) => {
      const got = await ask(site.address, path, {
        headers: { origin: 'https://elsewhere.example', 'sec-fetch-site': 'cross-site' },
      })
      expect(got.status).toBe(200)
      expect(got.headers['content-type']).toBe('application/json; charset=utf-8')
      expect(got.headers['access-control-allow-origin']).toBe('*')
      const head = await ask(site.address, path, { method: 'HEAD' })
      expect([head.status, head.body, head.headers['content-length']]).toEqual([
        200,
        '',
        String(Buffer.byteLength(got.body)),
      ])
      expect(JSON.parse(got.body)).toBeTypeOf('object')
    },
  )

  test.for([
    ['/history.atom', 'application/atom+xml; charset=utf-8'],
    ['/history.rss', 'application/rss+xml; charset=utf-8'],
  ] as const)('%s may be kept for a minute and asked about again', async ([path, type]) => {
    const { headers } = await ask(site.address, path)
    expect(headers).toMatchObject({ 'content-type': type, 'cache-control': 'public, max-age=60' })
    expect(headers['last-modified']).toBe('Sun, 22 Nov 2026 21:09:00 GMT')
    for (const known of [
      { 'if-none-match': headers.etag },
      { 'if-none-match': `"other", W/${headers.etag}` },
      { 'if-modified-since': headers['last-modified'] },
    ]) {
      const again = await ask(site.address, path, { headers: known })
      expect([again.status, again.body]).toEqual([304, ''])
    }
    for (const old of [
      { 'if-none-match': '"other"' },
      { 'if-modified-since': 'Sun, 22 Nov 2026 21:00:00 GMT' },
      { 'if-modified-since': 'nonsense' },
    ]) {
      expect((await ask(site.address, path, { headers: old })).status).toBe(200)
    }
  })

  test('the brief board has what is open, the worst first, and nothing of the past', async () => {
    const { body } = await ask(site.address, '/brief.json')
    const brief = briefBoardSchema.parse(JSON.parse(body))
    expect(brief.open.map(({ title }) => title)).toEqual(['The server does not accept connections'])
    expect(body.length).toBeLessThan(2000)
  })

  test('the badge is a picture that no program of it could run', async () => {
    const { headers, body } = await ask(site.address, '/badge.svg')
    expect(headers).toMatchObject({
      'content-type': 'image/svg+xml; charset=utf-8',
      'content-security-policy': "default-src 'none'; sandbox",
    })
    expect(body).toContain('<title>Holdfast: partial outage</title>')
  })

  test('metrics come in the words that are asked for', async () => {
    expect((await ask(site.address, '/metrics')).headers['content-type']).toBe(
      'text/plain; version=0.0.4; charset=utf-8',
    )
    const open = await ask(site.address, '/metrics', {
      headers: { accept: 'application/openmetrics-text; version=1.0.0' },
    })
    expect(open.headers['content-type']).toBe('application/openmetrics-text; version=1.0.0; charset=utf-8')
  })
})

describe('what people read', () => {
  test('there is a page for each incident, and nothing where there is none', async () => {
    expect((await ask(site.address, '/i/2gztsrksff0v')).status).toBe(200)
    const nowhere = await ask(site.address, '/i/nothing00000')
    expect([nowhere.status, nowhere.headers['content-type']]).toEqual([404, 'text/html; charset=utf-8'])
    expect(nowhere.body).toContain('There is no such page')
    expect((await ask(site.address, '/histroy')).status).toBe(404)
    expect((await ask(site.address, '/api/v2/nothing.json')).status).toBe(404)
  })

  test('links begin where whoever stands in front of us shows the page, and never elsewhere', async () => {
    const below = async (prefix: string): Promise<string> =>
      (await ask(site.address, '/history', { headers: { 'x-forwarded-prefix': prefix } })).body
    expect(await below('/status')).toContain('href="/status/i/2gztsrksff0v"')
    for (const made of ['//evil.example', 'https://evil.example', '/a"onx="', `/${'a'.repeat(300)}`]) {
      expect(await below(made)).toContain('href="/i/2gztsrksff0v"')
    }
  })

  test('the page runs one script of ours and is whole without it', async () => {
    const { headers, body } = await ask(site.address, '/')
    expect(headers['content-security-policy']).toContain("script-src 'self'")
    expect(headers['content-security-policy']).not.toContain('unsafe')
    expect(body).toContain('The server does not accept connections')
    expect((await ask(site.address, '/page.js')).headers['content-type']).toBe('text/javascript; charset=utf-8')
  })

  test('when it is over, page and programs say so in the same breath', async () => {
    site.show(quietBoard())
    expect((await ask(site.address, '/')).body).toContain('Everything we watch works')
    expect(JSON.parse((await ask(site.address, '/api/v2/status.json')).body).status.indicator).toBe('none')
    site.show(failingBoard())
  })
})
