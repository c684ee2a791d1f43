import { expect, test } from 'vitest'
import { handlingOf } from './handling.ts'

const origin = 'http://127.0.0.1:8521'

const navigate = (path: string, method = 'GET'): string =>
  handlingOf({ method, url: new URL(path, origin), isNavigation: true }, origin)
const load = (path: string, method = 'GET'): string =>
  handlingOf({ method, url: new URL(path, origin), isNavigation: false }, origin)

test.for(['/', '/chats/0199', '/?from=home', '/nowhere/at/all', '/apis', '/v12/x', '/statusless'])(
  'whoever opens %s gets the kept page',
  (path) => {
    expect(navigate(path)).toBe('page')
  },
)

test.for(['/assets/main-3f.js', '/assets/no-ending', '/theme.js', '/favicon.svg', '/manifest.webmanifest'])(
  'a page that loads %s gets the kept file, and whoever opens it does not',
  (path) => {
    expect(load(path)).toBe('file')
    expect(navigate(path)).toBe('leave')
  },
)

test.for([
  '/api',
  '/api/chats',
  '/api/openapi.json',
  '/v1/stream/0199?offset=-1&live=sse',
  '/v1/chat/completions',
  '/status',
  '/status/index.html',
  '/healthz',
  '/__edge/ready/origin',
  '/sw.js',
  'http://127.0.0.1:8522/assets/main-3f.js',
  'https://elsewhere.example/',
])('%s never passes through the worker, however it is asked', (path) => {
  for (const method of ['GET', 'HEAD', 'POST', 'PUT', 'DELETE']) {
    expect([navigate(path, method), load(path, method), navigate(`${path}?no-sw`, method)]).toEqual([
      'leave',
      'leave',
      'leave',
    ])
  }
})

test.for(['/?no-sw', '/chats/0199?no-sw', '/?a=b&no-sw=', '/?no-sw=1'])('%s makes it give up', (path) => {
  expect(navigate(path)).toBe('give-up')
})

test('a word in another place of the address is no wish to give up', () => {
  expect(navigate('/no-sw')).toBe('page')
  expect(navigate('/?say=no-sw')).toBe('page')
  expect(load('/assets/main-3f.js?no-sw')).toBe('file')
})

test.for(['POST', 'PUT', 'DELETE', 'HEAD'])('%s is left alone everywhere', (method) => {
  expect([navigate('/', method), load('/theme.js', method), navigate('/?no-sw', method)]).toEqual([
    'leave',
    'leave',
    'leave',
  ])
})

test('a page that asks for a place of the app as data is left alone', () => {
  expect(load('/')).toBe('leave')
})
