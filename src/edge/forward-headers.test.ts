import { expect, test } from 'vitest'
import { requestHeaders, requestIdOf, responseHeaders } from './forward-headers.ts'

const passage = { requestId: 'id-12345678', from: '127.0.0.1', scheme: 'http', isOwn: true } as const

test('what belongs to one connection ends there, also what Connection names', () => {
  const raw = ['Host', 'localhost', 'Connection', 'close, X-Hop', 'X-Hop', '1', 'TE', 'trailers', 'Upgrade', 'h2c']
  const sent = requestHeaders([...raw, 'Transfer-Encoding', 'chunked', 'Accept', '*/*'], passage)
  const added = ['x-request-id', 'id-12345678', 'x-forwarded-proto', 'http', 'x-forwarded-for', '127.0.0.1']
  expect(sent).toEqual(['Host', 'localhost', 'Accept', '*/*', ...added])
})

test('Connection cannot take away what gives the message its meaning', () => {
  const raw = [
    'Connection',
    'host, content-length, origin, cookie',
    'Host',
    'localhost',
    'Content-Length',
    '3',
    'Origin',
    'x',
  ]
  expect(requestHeaders(raw, passage).slice(0, 6)).toEqual(['Host', 'localhost', 'Content-Length', '3', 'Origin', 'x'])
})

test('what a visitor claims about the way here does not go on', () => {
  const claims = [
    'X-Forwarded-For',
    'Forwarded',
    'CF-Connecting-IP',
    'True-Client-IP',
    'X-Real-IP',
    'X-Forwarded-Proto',
    'X-Forwarded-Host',
    'X-Request-Id',
  ]
  const raw = claims.flatMap((name) => [name, '6.6.6.6'])
  const added = ['x-request-id', 'id-12345678', 'x-forwarded-proto', 'http', 'x-forwarded-for', '127.0.0.1']
  expect(requestHeaders(raw, passage)).toEqual(added)
})

test('repeated headers stay repeated, in their order', () => {
  const headers = responseHeaders(['Set-Cookie', 'a=1', 'X', 'y', 'set-cookie', 'b=2'], passage)
  expect(headers.slice(0, 6)).toEqual(['Set-Cookie', 'a=1', 'X', 'y', 'set-cookie', 'b=2'])
})

test('an answer that does not say what page it is can be none of ours', () => {
  const added = responseHeaders(['Content-Type', 'text/html'], passage)
  expect(added).toContain("default-src 'none'; sandbox")
  expect(added).toContain('nosniff')
  const own = ['Content-Security-Policy', "default-src 'self'", 'X-Content-Type-Options', 'nosniff']
  expect(responseHeaders(own, passage)).toEqual([...own, 'x-request-id', 'id-12345678'])
})

test('what another site says about its pages is its own business', () => {
  const raw = ['Content-Type', 'text/html']
  const passed = responseHeaders(raw, { ...passage, isOwn: false })
  expect(passed).toEqual([...raw, 'x-request-id', 'id-12345678'])
})

test.for([
  ['tab-0199-aa:1', 'tab-0199-aa:1'],
  [undefined, 'made'],
  ['', 'made'],
  ['short', 'made'],
  ['x'.repeat(65), 'made'],
  ['line\nbreak-12345', 'made'],
  ['<script>alert(1)</script>', 'made'],
] as const)('the request id %j becomes %j', ([asked, id]) => {
  const head = { method: 'GET', path: '/', query: '', header: () => asked }
  expect(requestIdOf(head, () => 'made')).toBe(id)
})
