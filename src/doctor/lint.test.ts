import { describe, expect, test } from 'vitest'
import { findingsSchema, lintReportSchema, type FirewallChain, type LintReport } from '#protocol/lint.ts'
import { lint } from './lint.ts'

const now = '2026-11-30T12:00:00.000Z'
const inDays = (days: number): string => new Date(Date.parse(now) + days * 86_400_000).toISOString()
const cdn = { asOf: '2026-11-01', ranges: ['173.245.48.0/20', '104.16.0.0/13', '2400:cb00::/32'] }

function allowing(from: readonly string[]): FirewallChain[] {
  const rule: FirewallChain['rules'][number] = {
    does: 'accept',
    from: [...from],
    ports: [80, 443],
    isConditional: false,
    text: 'cdn',
  }
  return [{ name: 'input', family: 'any', isInput: true, policy: 'drop', rules: [rule] }]
}

/** A site at which nothing is about to break. */
const sound: LintReport = {
  at: now,
  site: { url: 'https://story.test/', isTls: true, port: 443 },
  host: {
    addresses: ['198.51.100.2', '127.0.0.1'],
    listeners: [{ address: '0.0.0.0', port: 443 }],
    firewall: allowing(cdn.ranges),
    bans: { banned: ['203.0.113.9'], ignored: cdn.ranges },
    openFiles: 90,
    fileLimit: 65_536,
    certificateOnDisk: { fingerprint: 'AA', until: inDays(80) },
  },
  names: ['104.16.1.1'],
  origin: ['198.51.100.2'],
  served: { fingerprint: 'AA', until: inDays(80) },
  idleMs: 905_000,
  cdn,
  settings: {
    heartbeatMs: 45_000,
    statusPublicUrl: 'https://status.test',
    statusAddresses: ['203.0.113.80'],
    sharesDataDir: false,
    sharesHost: false,
  },
}

function found(changed: Partial<LintReport>): readonly string[] {
  return lint({ ...sound, ...changed }).findings.map(({ rule, severity }) => `${severity} ${rule}`)
}

test('where nothing is about to break nothing is found, and every rule has looked', () => {
  expect(lint(sound)).toEqual({ version: 1, findings: [], notLooked: [] })
})

test('a machine that says nothing is found nothing against, and what was lacking is said', () => {
  const { findings, notLooked } = lint({ at: now })
  expect(findings).toEqual([])
  expect(notLooked.map(({ rule }) => rule)).toHaveLength(12)
})

const host = (changed: Partial<NonNullable<LintReport['host']>>) => ({ host: { ...sound.host, ...changed } })
const settings = (changed: object) => {
  if (sound.settings === undefined) throw new Error('none')
  return { settings: { ...sound.settings, ...changed } }
}

describe('each cause of a coming outage is found', () => {
  test.for<[string, Partial<LintReport>, readonly string[]]>([
    ['a range of the CDN is missing', host({ firewall: allowing(cdn.ranges.slice(1)) }), ['error cdn-shut-out']],
    [
      'the firewall lets only half of a range in',
      host({ firewall: allowing(['173.245.48.0/21', ...cdn.ranges.slice(1)]) }),
      ['error cdn-shut-out'],
    ],
    [
      'an address of the CDN is banned',
      host({ bans: { banned: ['104.17.3.4'], ignored: cdn.ranges } }),
      ['error cdn-banned'],
    ],
    [
      'the ban tool may ban the CDN',
      host({ bans: { banned: [], ignored: ['127.0.0.0/8'] } }),
      ['warning cdn-not-ignored'],
    ],
    ['no ban tool is there', host({ bans: null }), []],
    [
      'the certificate ends in two weeks',
      { served: { fingerprint: 'AA', until: inDays(14) } },
      ['warning certificate-over'],
    ],
    ['the certificate ends tomorrow', { served: { fingerprint: 'AA', until: inDays(1) } }, ['error certificate-over']],
    [
      'a new certificate was not loaded',
      { served: { fingerprint: 'BB', until: inDays(25) } },
      ['error certificate-not-loaded'],
    ],
    [
      'nothing listens where TLS is spoken',
      host({ listeners: [{ address: '0.0.0.0', port: 80 }] }),
      ['error listener-missing'],
    ],
    [
      'the listener is for this machine alone',
      host({ listeners: [{ address: '127.0.0.1', port: 443 }] }),
      ['error listener-missing'],
    ],
    ['idle connections are closed after 5 s', { idleMs: 5000 }, ['warning idle-order']],
    ['the server may open 1,024 files', host({ fileLimit: 1024 }), ['warning file-limit']],
    ['the server has nearly all files open that it may', host({ openFiles: 60_000 }), ['error file-limit']],
    ['a sign of life comes each minute', settings({ heartbeatMs: 60_000 }), ['warning heartbeat']],
    ['a sign of life comes after the CDN has given up', settings({ heartbeatMs: 120_000 }), ['error heartbeat']],
    ['the name leads to an old address', { names: ['104.16.1.1', '192.0.2.77'] }, ['error name-old']],
    [
      'the status page is at the site’s own address',
      settings({ statusAddresses: ['198.51.100.2'] }),
      ['warning status-shares-fate'],
    ],
    [
      'the status page is behind the edge alone',
      settings({ statusPublicUrl: null, statusAddresses: [] }),
      ['warning status-shares-fate'],
    ],
    [
      'the status process shares the disk',
      settings({ sharesDataDir: true, sharesHost: true }),
      ['note status-shares-fate'],
    ],
    ['the list of ranges is old', { cdn: { ...cdn, asOf: '2026-01-01' } }, ['warning ranges-old']],
  ])('%s', ([, changed, findings]) => {
    expect(found(changed)).toEqual(findings)
  })
})

test('the worst comes first, and each finding says what to do and how to see that it is done', () => {
  const report = { ...sound, idleMs: 5000, served: { fingerprint: 'AA', until: inDays(-3) } }
  const findings = findingsSchema.parse(lint(lintReportSchema.parse(report))).findings
  expect(findings.map(({ severity }) => severity)).toEqual(['error', 'warning'])
  for (const { says, fix, verify } of findings)
    expect(Math.min(says.length, fix.length, verify.length)).toBeGreaterThan(20)
})
