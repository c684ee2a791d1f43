import { expect, test } from 'vitest'
import { placeCookie, placeIn, withCookie } from './place-cookie.ts'

test.for<[string | undefined, string | undefined]>([
  [undefined, undefined],
  ['', undefined],
  ['a=b', undefined],
  ['holdfast_place=1.x.y', '1.x.y'],
  ['a=b; holdfast_place=1.x.y; c=d', '1.x.y'],
  ['a=b;holdfast_place=1.x.y', '1.x.y'],
  ['xholdfast_place=no; holdfast_place=', undefined],
])('of the cookies %j the place is %j', ([header, place]) => {
  expect(placeIn(header)).toBe(place)
})

test('the cookie is for nobody but the edge', () => {
  const cookie = placeCookie('1.x', { keptForMs: 300_000, isSecure: true })
  expect(cookie).toBe('holdfast_place=1.x; Path=/; Max-Age=300; HttpOnly; SameSite=Lax; Secure')
})

test.for<[string[], string[]]>([
  [
    ['Cache-Control', 'public, max-age=60'],
    ['cache-control', 'private, no-cache'],
  ],
  [[], ['cache-control', 'private, no-cache']],
  [
    ['Cache-Control', 'no-store'],
    ['Cache-Control', 'no-store'],
  ],
  [
    ['cache-control', 'private, max-age=60'],
    ['cache-control', 'private, max-age=60'],
  ],
])('an answer with %j that carries a place is kept by no cache on the way', ([given, kept]) => {
  const headers = withCookie(['x-a', 'b', ...given], 'the cookie')
  expect(headers).toContain('the cookie')
  const [name = '', value = ''] = kept
  expect(headers[headers.indexOf(name) + 1]).toBe(value)
  expect(headers.filter((each) => each.toLowerCase() === 'cache-control')).toHaveLength(1)
})
