import { getsThrough, goesFrom, type Causes } from './cause.ts'

/** The network says itself that there is no way. */
export const noWay: Causes = {
  'firewall-prohibits': {
    title: 'A firewall says that the edge is not allowed',
    side: 'server',
    lab: ['15', '16', '17', '18', '19'],
    met: 'sometimes',
    looksLike: 'A 523 at once for the edge, while a second place gets in.',
    tellsApart: 'A rule that rejects with "prohibited" or "unreachable" counts on the machine.',
    fix: {
      steps: [
        'Find the rule: `nft list ruleset`; the one with `reject with icmp` whose counter grows.',
        'Allow the addresses of the CDN before it.',
      ],
      risk: 'Whoever is allowed can reach the port: allow the published ranges alone.',
      verify: goesFrom(523),
      cost: '10 minutes',
    },
    expects: {
      edge: { 'no-host': 0.6, 'no-network': 0.195, 'no-protocol': 0.195 },
      vantage: getsThrough,
      rule: { 'reject-some': 0.94, none: 0.04 },
      unreachablesSent: { rose: 0.96 },
    },
  },
  'nobody-at-the-address': {
    title: 'There is no machine at this address',
    side: 'hosting',
    lab: ['23'],
    met: 'sometimes',
    looksLike: 'A 523 after 3 seconds, from everywhere.',
    tellsApart:
      'The last router asked its network three times who has the address, and nobody did: hence the 3 seconds.',
    fix: {
      steps: [
        "Compare the address with that in the provider's panel, and correct the A record or the settings of the CDN.",
        'If it is right, start the machine, or attach its network.',
      ],
      risk: 'Others keep the old address for as long as the record says (its TTL).',
      verify: goesFrom(523),
      cost: '10 minutes',
    },
    expects: {
      edge: { 'no-host-late': 0.97 },
      address: { other: 0.6, configured: 0.4 },
      collector: { answers: 0.5, silent: 0.5 },
      // A router that has just asked in vain refuses the next one at once, which is another result.
      otherPort: { same: 0.5, otherwise: 0.48 },
    },
  },
  'route-refused': {
    title: 'A router on the way has a route to the machine that refuses',
    side: 'hosting',
    lab: ['26', '27'],
    met: 'sometimes',
    looksLike: 'A 523 at once, from everywhere.',
    tellsApart: 'All places get it, and on the machine nothing counts: somebody between has taken the address out.',
    fix: {
      steps: [
        "Look at the provider's panel for an address that was taken out of service or filtered.",
        'Ask its support, with address and minute.',
      ],
      risk: 'None on the machine.',
      verify: goesFrom(523),
      cost: '15 minutes, and the provider',
    },
    expects: { edge: { 'no-host': 0.97 }, collector: { answers: 0.6, silent: 0.4 }, otherPort: { same: 0.96 } },
  },
  'no-route': {
    title: 'No router knows a way to this address',
    side: 'hosting',
    lab: ['26b'],
    met: 'seldom',
    looksLike: 'A 523 at once, from everywhere.',
    tellsApart: 'The network, not this machine, says that the whole network of the address is unreachable.',
    fix: {
      steps: [
        'Compare the address with the provider; a mistyped or private one is likely.',
        "Look at the provider's status page for routing.",
      ],
      risk: 'None.',
      verify: goesFrom(523),
      cost: '10 minutes',
    },
    expects: {
      edge: { 'no-network': 0.97 },
      address: { other: 0.4, configured: 0.6 },
      collector: { answers: 0.6, silent: 0.4 },
      otherPort: { same: 0.96 },
    },
  },
  'edge-has-no-way': {
    title: 'The edge itself has no way out',
    side: 'edge',
    lab: ['29', '2a', '2b'],
    met: 'seldom',
    looksLike: 'One edge fails at once; from everywhere else the origin answers.',
    tellsApart:
      "The edge's own kernel refused before anything was sent: no route, a forbidden one, no file descriptor or port left.",
    fix: {
      steps: [
        'On the edge: `ip route get ADDRESS` says what it would do; put the default route back.',
        'With EMFILE or EADDRNOTAVAIL: `ulimit -n`, and connections that are not closed.',
      ],
      risk: 'A wrong route can cut you off: keep a console open.',
      verify: 'Run `holdfast doctor` on the edge again: it gets an answer.',
      cost: '10 minutes',
    },
    expects: { edge: { 'refused-here': 0.98 }, vantage: getsThrough },
  },
}
