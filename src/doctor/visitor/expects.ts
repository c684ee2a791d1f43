import type { Side } from '#protocol/fault.ts'

/** Who may be it, beside that nothing is wrong. */
export type Suspected = Side | 'well'

export const suspected: readonly Suspected[] = [
  'well',
  'you',
  'your-network',
  'edge',
  'path',
  'hosting',
  'server',
  'model',
]

/** What a browser and its reader can find out, and the answers. */
export const visitorFeatures = {
  device: ['online', 'offline'],
  edge: ['ok', 'refused', 'silent', 'cdn', 'challenge', 'foreign'],
  /** What the edge says of the way behind it: the side that it names. Asked only where the edge itself answers. */
  behind: ['ok', 'edge', 'path', 'hosting', 'server', 'model', 'silent'],
  model: ['ok', 'none'],
  status: ['ok', 'fails'],
  statusHost: ['ok', 'fails'],
  elsewhere: ['ok', 'fails'],
  vpn: ['mended', 'same'],
  /** What another device in another network found: where this one fails. */
  otherNetwork: ['works', 'fails'],
  /** What another device in the same network found. */
  otherDevice: ['works', 'fails'],
} as const

export type VisitorFeature = keyof typeof visitorFeatures

type Odds = Readonly<Record<string, number>>

/**
 * How likely each answer is under each suspect, as far as it differs from `usual`; what is left of 1 is spread over the answers that are
 * not named. They are estimates of what the words mean, and no counts.
 */
export const visitorUsual: Readonly<Record<VisitorFeature, Odds>> = {
  device: { online: 0.995 },
  edge: { ok: 0.97 },
  behind: { ok: 0.95 },
  model: { ok: 0.95 },
  status: { ok: 0.95 },
  statusHost: { ok: 0.97 },
  elsewhere: { ok: 0.98 },
  vpn: { same: 0.96 },
  otherNetwork: { fails: 0.95 },
  otherDevice: { fails: 0.95 },
}

export const visitorExpects: Readonly<Record<Suspected, Partial<Readonly<Record<VisitorFeature, Odds>>>>> = {
  well: { edge: { ok: 0.99 }, behind: { ok: 0.99 }, otherNetwork: { works: 0.98 }, otherDevice: { works: 0.98 } },
  you: {
    edge: { refused: 0.7, silent: 0.1, ok: 0.15 },
    statusHost: { fails: 0.4 },
    elsewhere: { fails: 0.25 },
    // Something on the device blocks this page alone: an extension, a filter, its own firewall.
    otherNetwork: { works: 0.95 },
    otherDevice: { works: 0.95 },
  },
  'your-network': {
    device: { offline: 0.3 },
    edge: { refused: 0.4, silent: 0.25, foreign: 0.25, ok: 0.06 },
    statusHost: { fails: 0.7 },
    elsewhere: { fails: 0.65 },
    vpn: { mended: 0.4, same: 0.6 },
    otherNetwork: { works: 0.95 },
    otherDevice: { fails: 0.9 },
  },
  edge: {
    edge: { refused: 0.45, silent: 0.2, cdn: 0.25, ok: 0.06 },
    behind: { edge: 0.85 },
    // One place of a CDN may be ill, and another well.
    otherNetwork: { fails: 0.93 },
  },
  path: { behind: { path: 0.6, server: 0.15, hosting: 0.15, silent: 0.06 } },
  hosting: {
    edge: { ok: 0.75, silent: 0.15 },
    behind: { hosting: 0.55, server: 0.2, path: 0.15, silent: 0.06 },
    status: { fails: 0.4, ok: 0.6 },
  },
  server: { behind: { server: 0.82, hosting: 0.04, path: 0.04, silent: 0.06 } },
  model: { model: { none: 0.9 }, behind: { ok: 0.9, model: 0.09 } },
}

/** What is believed before a test: that whoever looks has met something, and that it is most often the server. An estimate. */
export const visitorPrior: Readonly<Record<Suspected, number>> = {
  well: 0.3,
  you: 0.03,
  'your-network': 0.08,
  edge: 0.12,
  path: 0.07,
  hosting: 0.1,
  server: 0.25,
  model: 0.05,
}
