import fc from 'fast-check'
import { expect, test } from 'vitest'
import { splitTarget } from './request-head.ts'
import { routeOf } from './route.ts'

test.for([
  ['/api', { to: 'origin', path: '/api' }],
  ['/api/chats/1', { to: 'origin', path: '/api/chats/1' }],
  ['/v1/stream/x', { to: 'origin', path: '/v1/stream/x' }],
  ['/status', { to: 'status', path: '/' }],
  ['/status/healthz', { to: 'status', path: '/healthz' }],
  ['/healthz', { to: 'health' }],
  ['/edge/places', { to: 'places' }],
  ['/__edge/ready/origin', { to: 'ready', of: 'origin' }],
  ['/__edge/ready/status', { to: 'ready', of: 'status' }],
  ['/', { to: 'shell', file: 'index.html' }],
  ['/chats/0199', { to: 'shell', file: 'index.html' }],
  ['/apis', { to: 'shell', file: 'index.html' }],
  ['/assets/main-3f.js', { to: 'shell', file: 'assets/main-3f.js' }],
  ['/assets/no-ending', { to: 'shell', file: 'assets/no-ending' }],
  ['/sw.js', { to: 'shell', file: 'sw.js' }],
  ['/a%20b.txt', { to: 'shell', file: 'a b.txt' }],
] as const)('%s', ([path, route]) => {
  expect(routeOf(path)).toEqual(route)
})

test.for([
  '/../etc/passwd',
  '/assets/../../x.js',
  '/assets/..%2f..%2fx.js',
  '/%2e%2e/x.js',
  '/.git/config',
  '/assets/.hidden',
  '/a%5c..%5cx.js',
  '/c:/x.js',
  '/x%00.js',
  '/%ff.js',
  '/%',
])('%s leads nowhere', (path) => {
  expect(routeOf(path)).toEqual({ to: 'nowhere' })
})

test('no path leads out of the shell', () => {
  const segment = fc.constantFrom('..', '.', '%2e%2e', '%2f', '%5c', 'assets', 'x.js', '', '%252e', ':', '%00')
  fc.assert(
    fc.property(fc.array(segment, { maxLength: 8 }), (segments) => {
      const route = routeOf(`/${segments.join('/')}`)
      if (route.to !== 'shell') return
      expect(route.file.split('/')).not.toContain('..')
      expect(route.file).not.toMatch(/[\\:\0]/)
    }),
  )
})

test.for([
  ['/a?b=c?d', { path: '/a', query: '?b=c?d' }],
  ['/', { path: '/', query: '' }],
  ['http://evil.example/api?x', { path: '/api', query: '?x' }],
  ['http://evil.example', { path: '/', query: '' }],
  ['//evil.example/x', { path: '//evil.example/x', query: '' }],
] as const)('the target %s has its path', ([target, parts]) => {
  expect(splitTarget(target)).toEqual(parts)
})
