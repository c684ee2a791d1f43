/**
 * What can be seen, and as what. A feature is one question to the evidence, its values are the answers; every cause says how
 * likely each answer is if it is the cause.
 */
export const features = {
  /** How the failing place's attempt ended. */
  edge: [
    'ok',
    'refused',
    'no-connection',
    'no-host',
    'no-host-late',
    'no-network',
    'no-protocol',
    'refused-here',
    'reset',
    'closed',
    'cut',
    'stalled',
    'silent',
    'unacknowledged',
    'tls-silent',
    'tls-reset',
    'tls-closed',
    'not-tls',
    'tls-version',
    'tls-cipher',
    'tls-name',
    'tls-other',
    'client-certificate',
    'certificate-expired',
    'certificate-early',
    'certificate-self-signed',
    'certificate-untrusted',
    'certificate-misnamed',
    'garbled',
    'head-too-large',
    'server-error',
    'denied',
    'challenge',
    'bad-request',
    'redirect-circle',
    'tunnel-down',
    'name-unknown',
    'name-empty',
    'name-failing',
    'name-silent',
    'name-looping',
    'name-unusable',
  ],
  /** What the second place got, beside what the failing one did. */
  vantage: ['same', 'ok', 'no-connection', 'other'],
  /** Of several attempts. */
  attempts: ['all-fail', 'then-fail', 'some-fail', 'none-fails'],
  /** Whether connections come about at once or at the steps at which a lost first packet is sent again. */
  connectTime: ['at-once', 'in-steps'],
  listener: ['none', 'loopback', 'other-port', 'other-family', 'reachable'],
  acceptQueue: ['empty', 'waiting', 'over'],
  overflows: ['still', 'rose'],
  resetsSent: ['still', 'rose'],
  unreachablesSent: ['still', 'rose'],
  resetsTaken: ['still', 'rose'],
  synAcksAgain: ['still', 'rose'],
  halfOpen: ['none', 'some'],
  leftOpen: ['none', 'some'],
  received: ['none', 'some'],
  rule: ['none', 'reject-some', 'reject-all', 'drop-some', 'drop-all', 'limit'],
  ownRule: ['none', 'reject', 'drop'],
  banned: ['no', 'yes'],
  process: ['running', 'stopped', 'busy', 'waiting-for-disk', 'gone'],
  unit: ['active', 'inactive', 'failed', 'restarting'],
  startError: ['none', 'certificate-missing', 'port-taken', 'configuration'],
  memoryKill: ['no', 'yes'],
  /** What something on the machine waited for most of the last ten seconds. */
  pressure: ['none', 'cpu', 'memory', 'io'],
  /** Whether the group of the server was kept from running, by a limit of its own. */
  throttled: ['still', 'rose'],
  /** Whether it has nearly all memory that its group may have. */
  groupMemory: ['free', 'full'],
  descriptors: ['free', 'full'],
  disk: ['free', 'full'],
  collector: ['answers', 'silent'],
  /** Whether another door fails in the same way, otherwise, or not at all. */
  otherPort: ['same', 'otherwise', 'ok'],
  otherFamily: ['same', 'otherwise', 'ok'],
  speaks: ['http', 'tls', 'neither'],
  address: ['configured', 'other'],
  /** Whether name servers say what those say who speak for the zone. */
  authority: ['agrees', 'differs'],
  clock: ['right', 'wrong'],
  reused: ['works', 'fails'],
  /** A connection on which nothing is asked. */
  unasked: ['kept', 'ended'],
  onDisk: ['served', 'another'],
} as const

export type Feature = keyof typeof features

/** How likely each value is; what is left of 1 is spread over the values that are not named. */
type Odds<F extends Feature> = { readonly [V in (typeof features)[F][number]]?: number }
export type Expectations = { readonly [F in Feature]?: Odds<F> }

/** What is seen where a cause does not change it: on a machine that is well. */
export const usual: Expectations = {
  vantage: { same: 0.96 },
  attempts: { 'all-fail': 0.93, 'then-fail': 0.02, 'some-fail': 0.04 },
  connectTime: { 'at-once': 0.96 },
  listener: { reachable: 0.97 },
  acceptQueue: { empty: 0.94, waiting: 0.05 },
  overflows: { still: 0.97 },
  resetsSent: { still: 0.9 },
  unreachablesSent: { still: 0.96 },
  resetsTaken: { still: 0.93 },
  synAcksAgain: { still: 0.96 },
  halfOpen: { none: 0.96 },
  leftOpen: { none: 0.93 },
  received: { some: 0.9 },
  rule: { none: 0.96 },
  ownRule: { none: 0.98 },
  banned: { no: 0.98 },
  process: { running: 0.96 },
  unit: { active: 0.96 },
  startError: { none: 0.98 },
  memoryKill: { no: 0.99 },
  // A busy processor is no outage: many machines that are well have one.
  pressure: { none: 0.75, cpu: 0.17, io: 0.05 },
  throttled: { still: 0.9 },
  groupMemory: { free: 0.96 },
  descriptors: { free: 0.98 },
  disk: { free: 0.98 },
  collector: { answers: 0.93 },
  // Often both ports are one server's and behind one rule; else nobody listens at the other, or it works.
  otherPort: { same: 0.45, otherwise: 0.25, ok: 0.3 },
  otherFamily: { same: 0.5, otherwise: 0.2, ok: 0.3 },
  speaks: { http: 0.5, neither: 0.4 },
  address: { configured: 0.96 },
  authority: { agrees: 0.92 },
  clock: { right: 0.98 },
  reused: { works: 0.96 },
  unasked: { kept: 0.95 },
  onDisk: { served: 0.97 },
}
