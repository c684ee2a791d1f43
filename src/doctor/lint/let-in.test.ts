import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { chainsOf, savedChains } from '../host/firewall-chains.ts'
import { letIn } from './let-in.ts'
import { isCovered, isWithin, spanOf, type Span } from './ranges.ts'

/** As nft 1.0.6 printed it, of rules that let in by sets, prefixes, ranges and another chain. */
const ruleset: unknown = JSON.parse(
  readFileSync(new URL('../../../test/fixtures/nft-ruleset.json', import.meta.url), 'utf8'),
)

const saved = `*filter
:INPUT DROP [0:0]
:FORWARD ACCEPT [0:0]
:ufw-user - [0:0]
[0:0] -A INPUT -i lo -j ACCEPT
[0:0] -A INPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
[0:0] -A INPUT -j ufw-user
[0:0] -A INPUT -p tcp -m tcp --dport 443 -m limit --limit 5/sec -j ACCEPT
[0:0] -A ufw-user -s 104.16.0.0/12 -p tcp -m multiport --dports 80,443 -j ACCEPT
[0:0] -A ufw-user -s 173.245.48.0/20 -p tcp -m tcp --dport 443 -m comment --comment "cdn one" -j ACCEPT
COMMIT
`

describe('a firewall of nft', () => {
  test.for([
    ['of a set', '173.245.48.0/20', 443, 'in'],
    ['within a prefix of a set', '104.18.0.0/16', 80, 'in'],
    ['at a port that the rule does not name', '103.21.244.0/22', 80, 'out'],
    ['covered by two rules side by side, in another chain', '162.158.0.0/15', 443, 'in'],
    ['of which a rule turns a part away', '141.101.64.0/18', 443, 'part'],
    ['of the other family', '2400:cb00::/32', 443, 'in'],
    ['whom no rule is about', '198.41.128.0/17', 443, 'out'],
    ['for whom a rule is about the port alone', '198.41.128.0/17', 22, 'in'],
  ] as const)('says what becomes of a range %s', ([, range, port, verdict]) => {
    expect(letIn(chainsOf(ruleset), range, port).verdict).toBe(verdict)
  })
})

describe('a firewall of iptables', () => {
  test.for([
    ['104.16.0.0/13', 443, 'in'],
    ['104.24.0.0/14', 80, 'in'],
    ['173.245.48.0/20', 443, 'in'],
    ['173.245.48.0/20', 80, 'out'],
    ['198.41.128.0/17', 443, 'out'],
    // Its rules are those of IPv4 alone.
    ['2400:cb00::/32', 443, 'in'],
  ] as const)('%s at %s: %s', ([range, port, verdict]) => {
    expect(letIn(savedChains(saved, 'ipv4'), range, port).verdict).toBe(verdict)
  })
})

test('without a firewall everybody is let in, and what is no ruleset is none', () => {
  for (const nothing of [undefined, 'text', { nftables: 'x' }, { nftables: [{ rule: 5 }, { chain: {} }] }]) {
    expect(letIn(chainsOf(nothing), '192.0.2.0/24', 443).verdict).toBe('in')
  }
})

test('a chain that leads to itself comes to an end', () => {
  const circle = '*filter\n:INPUT DROP [0:0]\n:a - [0:0]\n-A INPUT -j a\n-A a -j a\nCOMMIT\n'
  expect(letIn(savedChains(circle, 'ipv4'), '192.0.2.0/24', 443).verdict).toBe('out')
})

const anyRange = fc
  .tuple(fc.nat(255), fc.nat(255), fc.integer({ min: 8, max: 32 }))
  .map(([a, b, length]) => `10.${a}.${b}.0/${length}`)

test('a range is covered just when each of its addresses is in one of the others', () => {
  const small = fc.integer({ min: 22, max: 24 }).map((length) => `10.1.0.0/${length}`)
  fc.assert(
    fc.property(small, fc.array(anyRange, { maxLength: 6 }), (range, by) => {
      const [span, spans] = [spanOf(range), by.flatMap((one) => spanOf(one) ?? [])]
      if (span === undefined) throw new Error('no range')
      const addresses = Array.from(
        { length: Number(span.last - span.first) + 1 },
        (_, index) => span.first + BigInt(index),
      )
      const isIn = (address: bigint): boolean =>
        spans.some((one: Span) => isWithin({ isV6: false, first: address, last: address }, one))
      expect(isCovered(span, spans)).toBe(addresses.every(isIn))
    }),
    { numRuns: 50 },
  )
})

test.for(['', '1.2.3', '1.2.3.4/33', '1.2.3.256', '::/129', '1::2::3', 'story.test', '9-1'])(
  '%j is no range',
  (text) => {
    expect(spanOf(text)).toBeUndefined()
  },
)
