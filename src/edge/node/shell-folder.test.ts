import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliCompressSync, brotliDecompressSync, gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { problemSchema } from '#protocol/problem.ts'
import { ask } from '../../../test/fixtures/ask.ts'
import { runningEdge, type EdgeUnderTest } from '../../../test/fixtures/running-edge.ts'

const root = mkdtempSync(join(tmpdir(), 'holdfast-shell-'))
const shellDir = join(root, 'web')
const script = 'export const words = "once upon a time ";\n'.repeat(200)
let edge: EdgeUnderTest

beforeAll(async () => {
  mkdirSync(join(shellDir, 'assets'), { recursive: true })
  writeFileSync(join(root, 'secret.txt'), 'secret')
  writeFileSync(join(shellDir, 'index.html'), '<!doctype html><title>Holdfast</title>')
  writeFileSync(join(shellDir, 'assets', 'main-1a.js'), script)
  writeFileSync(join(shellDir, 'assets', 'face.woff2'), 'font')
  edge = await runningEdge({ shellDir })
})

afterAll(async () => {
  await edge.stop()
  rmSync(root, { recursive: true })
})

test('every place in the app is the page, under a policy without anything inline', async () => {
  for (const path of ['/', '/chats/0199?x=1']) {
    const answer = await ask(edge.address, path)
    expect(answer).toMatchObject({ status: 200, body: '<!doctype html><title>Holdfast</title>' })
    expect(answer.headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-cache, no-transform',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
    })
    expect(answer.headers['content-security-policy']).toContain("frame-ancestors 'none'")
    expect(answer.headers['content-security-policy']).not.toContain('unsafe')
  }
})

test('a file with a hash in its name is kept for ever, and comes compressed', async () => {
  const plain = await ask(edge.address, '/assets/main-1a.js')
  expect(plain.body).toBe(script)
  expect(plain.headers).toMatchObject({
    'cache-control': 'public, max-age=31536000, immutable, no-transform',
    'content-type': 'text/javascript; charset=utf-8',
    vary: 'accept-encoding',
  })
  expect(plain.headers).not.toHaveProperty('content-encoding')
  expect((await compressed('br', '/assets/main-1a.js')).text(brotliDecompressSync)).toBe(script)
  expect((await compressed('gzip', '/assets/main-1a.js')).text(gunzipSync)).toBe(script)
  const font = await ask(edge.address, '/assets/face.woff2', { headers: { 'accept-encoding': 'br' } })
  expect(font.headers).toMatchObject({ 'content-type': 'font/woff2', 'content-length': '4' })
})

test('what the build has packed goes as it is, unless the file was changed since', async () => {
  const [file, packed] = ['main-2b.js', 'main-2b.js.br'].map((name) => join(shellDir, 'assets', name))
  if (file === undefined || packed === undefined) throw new Error('there is no such file')
  writeFileSync(file, 'export {}')
  writeFileSync(packed, brotliCompressSync('// packed by the build'))
  expect((await compressed('br', '/assets/main-2b.js')).text(brotliDecompressSync)).toBe('// packed by the build')
  expect((await ask(edge.address, '/assets/main-2b.js')).body).toBe('export {}')
  expect((await ask(edge.address, '/assets/main-2b.js.br')).status).toBe(404)
  const later = new Date(Date.now() + 60_000)
  writeFileSync(file, 'export { }')
  utimesSync(file, later, later)
  expect((await compressed('br', '/assets/main-2b.js')).text(brotliDecompressSync)).toBe('export { }')
})

async function compressed(
  encoding: string,
  path: string,
): Promise<{ text: (unpack: (b: Buffer) => Buffer) => string }> {
  const parts: Buffer[] = []
  await new Promise<void>((resolve, reject) => {
    request(`${edge.address}${path}`, { agent: false, headers: { 'accept-encoding': encoding } }, (answer) => {
      expect(answer.headers['content-encoding']).toBe(encoding)
      answer.on('data', (part: Buffer) => parts.push(part))
      answer.on('end', resolve)
    })
      .on('error', reject)
      .end()
  })
  const body = Buffer.concat(parts)
  expect(body.length).toBeLessThan(500)
  return { text: (unpack) => unpack(body).toString() }
}

test('a browser that has the file gets nothing but the word that it is still good', async () => {
  const { headers } = await ask(edge.address, '/assets/main-1a.js')
  for (const known of [headers.etag, `"other", ${headers.etag}`, headers.etag?.replace('W/', '')]) {
    const again = await ask(edge.address, '/assets/main-1a.js', { headers: { 'if-none-match': known } })
    expect(again).toMatchObject({ status: 304, body: '' })
    expect(again.headers.etag).toBe(headers.etag)
  }
  expect((await ask(edge.address, '/', { headers: { 'if-none-match': headers.etag } })).status).toBe(200)
})

test('a new build is served without a restart', async () => {
  const file = join(shellDir, 'note.txt')
  writeFileSync(file, 'old')
  const before = await ask(edge.address, '/note.txt')
  writeFileSync(file, 'the new one')
  const after = await ask(edge.address, '/note.txt')
  expect([before.body, after.body]).toEqual(['old', 'the new one'])
  expect(after.headers.etag).not.toBe(before.headers.etag)
})

test.for([
  '/../secret.txt',
  '/assets/../../secret.txt',
  '/..%2fsecret.txt',
  '/assets/..%2f..%2fsecret.txt',
  '/assets/none.js',
])('%s is not found', async (path) => {
  const answer = await ask(edge.address, path)
  expect(answer.status).toBe(404)
  expect(answer.body).not.toContain('secret"')
})

test('a page that was never built is a fault of the edge with the command that builds it', async () => {
  const bare = await runningEdge({ shellDir: join(root, 'nothing') })
  const answer = await ask(bare.address, '/')
  await bare.stop()
  expect(answer.status).toBe(503)
  expect(problemSchema.parse(JSON.parse(answer.body))).toMatchObject({ fault: 'shell-missing', side: 'edge' })
})

test('a taken port is a sentence that names the setting and the fix', async () => {
  const port = Number(new URL(edge.address).port)
  await expect(runningEdge({ port })).rejects.toThrow(
    `\`edgePort\` is ${port}, which another program on this machine uses already: end that program, or set \`edgePort\` (--edge-port) to another port.`,
  )
})
