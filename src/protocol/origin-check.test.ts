import { describe, expect, test } from 'vitest'
import { isLoopback, isLoopbackAuthority, originFault, type AskedBy } from './origin-check.ts'

const program: AskedBy = { method: 'POST', host: '127.0.0.1:8521', origin: undefined, site: undefined }

describe('the host that a request names', () => {
  test.for([
    'localhost',
    'localhost:8521',
    'LOCALHOST:1',
    'story.localhost:8521',
    '127.0.0.1',
    '127.8.9.10:80',
    '[::1]',
    '[::1]:8521',
  ])('%s is this machine', (host) => {
    expect(isLoopbackAuthority(host)).toBe(true)
    expect(originFault({ ...program, host })).toBeUndefined()
  })

  test.for([
    undefined,
    '',
    'evil.example',
    'localhost.evil.example',
    'evil.example:8521',
    '127.0.0.1.evil.example',
    '127.0.0.256',
    '127.0.0',
    '0.0.0.0',
    '192.168.0.2',
    '[::]',
    '::1',
    'localhost:',
    'localhost:80:80',
    'a@localhost',
  ])('%s is not, whatever the method', (host) => {
    for (const method of ['GET', 'POST']) expect(originFault({ ...program, method, host })).toBe('wrong-host')
  })

  test('an address to listen on is judged without a port', () => {
    for (const own of ['127.0.0.1', '127.1.2.3', '::1', 'localhost']) expect(isLoopback(own)).toBe(true)
    for (const open of ['0.0.0.0', '::', '', '10.0.0.1', 'holdfast.example']) expect(isLoopback(open)).toBe(false)
  })
})

describe('a request that changes something', () => {
  test('is taken from a form on our own page that says no more of itself, and from no other such form', () => {
    expect(originFault({ ...program, origin: 'null', site: 'same-origin' })).toBeUndefined()
    for (const site of ['cross-site', 'same-site', 'none', undefined]) {
      expect(originFault({ ...program, origin: 'null', site })).toBe('cross-site')
    }
  })

  test('is taken from a program, which sends neither Origin nor Sec-Fetch-Site', () => {
    expect(originFault(program)).toBeUndefined()
  })

  test.for(['http://127.0.0.1:8521', 'https://127.0.0.1:8521'])('is taken from our own page, %s', (origin) => {
    expect(originFault({ ...program, origin, site: 'same-origin' })).toBeUndefined()
  })

  test.for([
    { origin: 'https://evil.example', site: 'cross-site' },
    { origin: 'https://evil.example', site: undefined },
    { origin: 'http://127.0.0.1:3000', site: 'same-site' },
    { origin: undefined, site: 'cross-site' },
    { origin: undefined, site: 'same-site' },
    { origin: 'null', site: undefined },
    { origin: '127.0.0.1:9', site: undefined },
  ])('is refused from another page: %o', (asked) => {
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) {
      expect(originFault({ ...program, method, ...asked })).toBe('cross-site')
    }
  })
})

test('reading is free from anywhere: the answer stays hidden from the other page', () => {
  for (const method of ['GET', 'HEAD', 'OPTIONS']) {
    expect(originFault({ ...program, method, origin: 'https://evil.example', site: 'cross-site' })).toBeUndefined()
  }
})
