import { expect, test } from 'vitest'
import { clientKeyOf, readAddress } from '#shared/ip-address.ts'
import { isWithin, readRange } from './range.ts'

test.for([
  ['192.0.2.7', 4, '192.0.2.7'],
  ['::ffff:192.0.2.7', 4, '192.0.2.7'],
  ['::FFFF:c000:207', 4, '192.0.2.7'],
  ['2001:DB8::1', 6, '2001:db8::1'],
  ['fe80::1%eth0', 6, 'fe80::1'],
  ['::', 6, '::'],
  ['1:2:3:4:5:6:7:8', 6, '1:2:3:4:5:6:7:8'],
] as const)('%s is an address', ([written, family, text]) => {
  expect(readAddress(written)).toMatchObject({ family, text })
})

test.for([
  '',
  'unknown',
  '192.0.2',
  '192.0.2.256',
  '192.0.2.010',
  '0xc0.0.2.1',
  '3221225985',
  '1:2:3:4:5:6:7',
  '1:2:3:4:5:6:7:8:9',
  '1::2::3',
  '12345::',
  '1:2:3:4:5:6:7:8::',
  '::1.2.3',
  '<script>',
])('%j is none', (written) => {
  expect(readAddress(written)).toBeUndefined()
})

test('the addresses of one IPv6 house count as one, and IPv4 addresses each for themselves', () => {
  const keyOf = (written: string): string => {
    const address = readAddress(written)
    if (address === undefined) throw new Error(`${written} is no address`)
    return clientKeyOf(address)
  }
  expect(keyOf('2001:db8:0:1::1')).toBe(keyOf('2001:db8:0:1:ffff::9'))
  expect(keyOf('2001:db8:0:1::1')).not.toBe(keyOf('2001:db8:0:2::1'))
  expect(keyOf('192.0.2.1')).not.toBe(keyOf('192.0.2.2'))
  expect(keyOf('::ffff:192.0.2.1')).toBe(keyOf('192.0.2.1'))
})

test.for([
  ['192.0.2.0/24', '192.0.2.255', true],
  ['192.0.2.0/24', '192.0.3.0', false],
  ['104.16.0.0/13', '104.23.255.255', true],
  ['104.16.0.0/13', '104.24.0.0', false],
  ['0.0.0.0/0', '8.8.8.8', true],
  ['0.0.0.0/0', '2001:db8::1', false],
  ['::/0', '192.0.2.1', false],
  ['2a06:98c0::/29', '2a06:98c7:ffff::1', true],
  ['2a06:98c0::/29', '2a06:98c8::1', false],
  ['127.0.0.1', '127.0.0.1', true],
  ['127.0.0.1', '127.0.0.2', false],
] as const)('in %s is %s: %s', ([range, address, isIn]) => {
  const [its, one] = [readRange(range), readAddress(address)]
  expect(its !== undefined && one !== undefined && isWithin(one, its)).toBe(isIn)
})

test.for([
  '',
  '192.0.2.0/33',
  '192.0.2.0/',
  '192.0.2.0/-1',
  '192.0.2.0/8/8',
  '::/129',
  'cloudflare',
  '10.0.0.0-10.0.0.9',
])('%j is no range', (text) => {
  expect(readRange(text)).toBeUndefined()
})
