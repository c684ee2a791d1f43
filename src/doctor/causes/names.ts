import type { Causes } from './cause.ts'

const verify = 'Run `holdfast doctor` again: the name leads to an address, and that answers.'

/** The name of the origin leads nowhere. */
export const names: Causes = {
  'name-unknown': {
    title: 'The name of the origin does not exist',
    side: 'server',
    lab: ['nx'],
    met: 'sometimes',
    looksLike: 'A 530 with 1016.',
    tellsApart:
      'Every name server says NXDOMAIN: a slip in the name, a record that was deleted, a domain that ran out.',
    fix: {
      steps: [
        'Compare the name letter by letter with the zone; put the record back.',
        'Has the domain run out, renew it: `whois DOMAIN`.',
      ],
      risk: 'None.',
      verify,
      cost: '10 minutes, and the TTL',
    },
    expects: { edge: { 'name-unknown': 0.98 } },
  },
  'name-without-address': {
    title: 'The name of the origin exists and has no address',
    side: 'server',
    lab: ['nodata'],
    met: 'sometimes',
    looksLike: 'A 530 with 1016.',
    tellsApart: 'Name servers know the name, and have neither A nor AAAA for it.',
    fix: { steps: ['Add the A record, or the AAAA record.'], risk: 'None.', verify, cost: '5 minutes, and the TTL' },
    expects: { edge: { 'name-empty': 0.98 } },
  },
  'name-servers-fail': {
    title: 'The name servers fail or refuse',
    side: 'path',
    lab: ['servfail', 'refused', 'formerr', 'notimp'],
    met: 'sometimes',
    looksLike: 'A 530 with 1016, at some places or for some time.',
    tellsApart: 'They answer SERVFAIL or REFUSED: often DNSSEC after a change, or a zone that was not loaded.',
    fix: {
      steps: [
        'Ask another one: `dig NAME @1.1.1.1`, and the authority of the zone.',
        'Fails only the checking of signatures (`dig +cd` works), correct the DS record at the registrar.',
      ],
      risk: 'A DS record taken away turns DNSSEC off.',
      verify,
      cost: '30 minutes, and the TTL',
    },
    expects: { edge: { 'name-failing': 0.98 }, authority: { differs: 0.6, agrees: 0.4 } },
  },
  'name-servers-silent': {
    title: 'The name servers do not answer',
    side: 'path',
    lab: ['timeout'],
    met: 'sometimes',
    looksLike: 'A 530, after some seconds.',
    tellsApart: 'Questions run out of time; another name server may answer.',
    fix: {
      steps: [
        'See which ones are asked: `cat /etc/resolv.conf`; ask another: `dig NAME @1.1.1.1`.',
        'Let port 53 out, by UDP and TCP.',
      ],
      risk: 'None.',
      verify,
      cost: '15 minutes',
    },
    expects: { edge: { 'name-silent': 0.98 }, authority: { differs: 0.6, agrees: 0.4 } },
  },
  'name-loops': {
    title: 'The name leads to itself',
    side: 'server',
    lab: ['loop'],
    met: 'seldom',
    looksLike: 'A 530 with 1016.',
    tellsApart: 'Its CNAME leads in a circle, so that name servers answer without an address.',
    fix: {
      steps: ['Point the CNAME to the machine, or write an A record.'],
      risk: 'None.',
      verify,
      cost: '5 minutes, and the TTL',
    },
    expects: { edge: { 'name-looping': 0.98 } },
  },
  'name-unusable': {
    title: 'The name leads to an address that nobody can have',
    side: 'server',
    lab: ['nullip'],
    met: 'seldom',
    looksLike: 'A 530, or a refusal by the edge itself.',
    tellsApart: 'The record has 0.0.0.0, a loopback, a private address or one kept for documentation.',
    fix: {
      steps: ['Write the public address of the machine into the record.'],
      risk: 'None.',
      verify,
      cost: '5 minutes, and the TTL',
    },
    expects: { edge: { 'name-unusable': 0.98 } },
  },
  'tunnel-down': {
    title: 'The connector of the tunnel is down',
    side: 'server',
    lab: [],
    met: 'sometimes',
    looksLike: 'A 530 with 1033.',
    tellsApart: 'The list of tunnels says that none is connected.',
    fix: {
      steps: [
        'Start it on the origin: `systemctl restart cloudflared`, and read its log.',
        'Let it out: port 7844, by UDP and TCP.',
      ],
      risk: 'None.',
      verify: 'Run `holdfast doctor` again: it goes from 530 to 200.',
      cost: '10 minutes',
    },
    expects: { edge: { 'tunnel-down': 0.98 }, vantage: { same: 0.5, ok: 0.45 } },
  },
}

const none = { steps: [], risk: 'None.', verify: 'Run `holdfast doctor` again.', cost: 'none' } as const

/** What is no cause, and must be weighed with them all the same. */
export const others: Causes = {
  well: {
    title: 'Nothing is wrong that can be seen from here',
    side: null,
    lab: ['00', '01', '4b', 'n1', 'n11', 'n12', 'ok', 'multi'],
    met: 'often',
    looksLike: 'It answers, if perhaps slowly.',
    tellsApart: 'Every attempt gets a whole answer.',
    fix: none,
    expects: { edge: { ok: 0.98 }, attempts: { 'none-fails': 0.97 }, otherFamily: { ok: 0.5, otherwise: 0.5 } },
  },
  'something-else': {
    title: 'Something that is not among the causes known here, or several at once',
    side: null,
    lab: [],
    met: 'sometimes',
    looksLike: 'What was seen does not fit together under any one cause.',
    tellsApart: 'Every known cause has something against it.',
    fix: none,
    // Anything may be seen: see `unknownCause` in judge/likelihood.ts.
    expects: {},
  },
}
