import { getsThrough, goesFrom, type Causes } from './cause.ts'

const refused = { edge: { refused: 0.98 } } as const

const allowList = [
  'Allow the addresses of the CDN before the rule that rejects: `nft insert rule inet filter input ip saddr @cdn tcp dport { 80, 443 } accept`.',
  'Have the web server restore the address of the visitor (`real_ip_header CF-Connecting-IP;`), so that bans hit visitors.',
]

/** A connection is answered with no, and somebody other than the web server says it. */
export const turnedAway: Causes = {
  'firewall-rejects-edge': {
    title: 'The firewall of the machine refuses the edge',
    side: 'server',
    lab: ['13', '14', '13+50'],
    met: 'often',
    looksLike: 'A 521, sometimes at some places of the CDN only, while direct visitors get in.',
    tellsApart:
      'A second place gets in. The server listens; a rule that rejects some senders counts; no resets are sent by TCP.',
    fix: {
      steps: ['Find the rule: `nft list ruleset` and `iptables -L -n -v`; the one whose counter grows.', ...allowList],
      risk: 'Whoever is allowed can reach the port: allow the published ranges alone.',
      verify: goesFrom(521),
      cost: '10 minutes',
    },
    expects: {
      ...refused,
      vantage: getsThrough,
      rule: { 'reject-some': 0.94, none: 0.04 },
      unreachablesSent: { rose: 0.5, still: 0.5 },
    },
  },
  'edge-banned': {
    title: 'A ban tool took the edge for an attacker',
    side: 'server',
    lab: ['66'],
    met: 'often',
    looksLike: 'It worked, and under load or after failed log-ins the CDN gets a 521.',
    tellsApart: 'The list of the ban tool (fail2ban, CSF) holds the address of the edge, with a rule that rejects.',
    fix: {
      steps: [
        'Lift the ban: `fail2ban-client unban ADDRESS`, or `csf -dr ADDRESS`.',
        'Have it ignore the ranges of the CDN: `ignoreip` in `jail.local`.',
        ...allowList.slice(1),
      ],
      risk: 'None: visitors stay bannable once their own addresses are restored.',
      verify: goesFrom(521),
      cost: '10 minutes',
    },
    expects: {
      // The first connection may be the one for which it is banned.
      edge: { refused: 0.8, 'no-connection': 0.18 },
      vantage: getsThrough,
      banned: { yes: 0.97 },
      rule: { 'reject-some': 0.8, 'drop-some': 0.14, none: 0.05 },
      unreachablesSent: { rose: 0.7, still: 0.3 },
      attempts: { 'all-fail': 0.6, 'then-fail': 0.38 },
    },
  },
  'firewall-rejects-all': {
    title: 'The firewall of the machine refuses everybody',
    side: 'server',
    lab: ['1b'],
    met: 'sometimes',
    looksLike: 'Refused from everywhere, and the web server runs.',
    tellsApart: 'The server listens for all, and a rule that rejects every sender counts.',
    fix: {
      steps: [
        'Open the port: `nft insert rule inet filter input tcp dport { 80, 443 } accept`, or `ufw allow 80,443/tcp`.',
      ],
      risk: 'The port is then open to all; for a site behind a CDN allow its ranges alone.',
      verify: goesFrom(521),
      cost: '5 minutes',
    },
    expects: { ...refused, rule: { 'reject-all': 0.94, none: 0.04 }, unreachablesSent: { rose: 0.4, still: 0.6 } },
  },
  'middlebox-resets': {
    title: 'Something between edge and machine refuses for it',
    side: 'path',
    lab: ['1a'],
    met: 'seldom',
    looksLike: 'A 521 for the edge, while a second place gets in.',
    tellsApart:
      'On the machine nothing counts and nothing arrives: no rule, no reset sent. A firewall of the provider, or a box between.',
    fix: {
      steps: [
        "Look at the provider's firewall or access list, and allow the edge's addresses there.",
        'If there is none, give the provider the address, the port and the minute of a refusal.',
      ],
      risk: 'None on the machine.',
      verify: goesFrom(521),
      cost: '30 minutes, and the provider',
    },
    expects: { ...refused, vantage: getsThrough },
  },
  'connection-limit': {
    title: 'A limit of connections for each sender turns the edge away',
    side: 'server',
    lab: ['64'],
    met: 'sometimes',
    looksLike: 'Some requests are refused, the more the busier the site is.',
    tellsApart: 'Up to a number at once all get in; the rule that limits or rejects counts only above it.',
    fix: {
      steps: ['Raise the limit, or take the addresses of the CDN out of it: it carries all visitors on a few of them.'],
      risk: 'Direct floods are then to be stopped elsewhere: allow the CDN alone.',
      verify: 'Run `holdfast doctor` again at the busy hour: no attempt is refused.',
      cost: '10 minutes',
    },
    expects: {
      // Asked while others fill the limit, the doctor gets in now and then, or never.
      edge: { refused: 0.95 },
      vantage: { ok: 0.67, other: 0.03, same: 0.28 },
      attempts: { 'some-fail': 0.45, 'all-fail': 0.4, 'then-fail': 0.13 },
      rule: { limit: 0.6, 'reject-some': 0.33, none: 0.05 },
    },
  },
  'edge-refuses-itself': {
    title: "The edge's own firewall refuses what it sends",
    side: 'edge',
    lab: ['2d'],
    met: 'seldom',
    looksLike: 'A 521 for one edge; from everywhere else the origin answers.',
    tellsApart: "The edge's own rules count, and nothing arrives at the origin.",
    fix: {
      steps: ['On the edge: `nft list ruleset`; take the rule for output to the origin out.'],
      risk: 'None for the origin.',
      verify: goesFrom(521),
      cost: '5 minutes',
    },
    expects: { ...refused, vantage: getsThrough, ownRule: { reject: 0.97 } },
  },
  'name-leads-elsewhere': {
    title: 'The name leads to another machine, and nothing listens there',
    side: 'server',
    lab: ['24'],
    met: 'sometimes',
    looksLike: 'Refused from everywhere since a move to another machine.',
    tellsApart: "The address that is asked is not the origin's; asked at its true address, the origin answers.",
    fix: {
      steps: ['Correct the A and AAAA records, or the address of the origin in the settings of the CDN.'],
      risk: 'Others keep the old address for as long as the record says (its TTL).',
      verify: goesFrom(521),
      cost: '5 minutes, and the TTL',
    },
    expects: {
      ...refused,
      // A second place that was told where the origin is gets in there; one that asks by the name is refused, too.
      vantage: { ok: 0.47, other: 0.03, same: 0.46 },
      authority: { differs: 0.35, agrees: 0.65 },
      address: { other: 0.95 },
      otherPort: { same: 0.6, otherwise: 0.2 },
    },
  },
}
