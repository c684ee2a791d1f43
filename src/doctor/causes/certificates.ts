import { goesFrom, type Causes } from './cause.ts'

/** Encryption comes about, and the certificate is not believed. */
export const certificates: Causes = {
  'certificate-expired': {
    title: 'The certificate of the web server has expired',
    side: 'server',
    lab: ['50'],
    met: 'often',
    looksLike: 'A 526 for everybody since one minute.',
    tellsApart: 'The date in the certificate that is served is past, and that on the disk too.',
    fix: {
      steps: [
        'Renew it: `certbot renew`, or as it was got.',
        'Reload: `systemctl reload nginx`.',
        'See why it did not renew by itself: `systemctl list-timers`; the challenge must get through the CDN.',
      ],
      risk: 'None.',
      verify: goesFrom(526),
      cost: '15 minutes',
    },
    expects: { edge: { 'certificate-expired': 0.97 }, clock: { right: 0.98 } },
  },
  'certificate-not-reloaded': {
    title: 'The certificate was renewed and the web server still shows the old one',
    side: 'server',
    lab: [],
    met: 'sometimes',
    looksLike: 'A 526 although the renewal went well.',
    tellsApart: 'The certificate on the disk is another one than the one that is served.',
    fix: {
      steps: [
        'Reload: `systemctl reload nginx`.',
        'Have the renewal do so: `certbot renew --deploy-hook "systemctl reload nginx"`.',
      ],
      risk: 'None.',
      verify: goesFrom(526),
      cost: '1 minute',
    },
    expects: { edge: { 'certificate-expired': 0.97 }, onDisk: { another: 0.97 } },
  },
  'certificate-early': {
    title: 'The certificate of the web server is not valid yet',
    side: 'server',
    lab: ['51'],
    met: 'seldom',
    looksLike: 'A 526 right after a new certificate.',
    tellsApart: 'Its first date is in the future, and the clock of whoever looks is right.',
    fix: {
      steps: [
        'Use the earlier certificate until then, or have one issued that begins now.',
        'Set the clock of the machine that issued it: `timedatectl`.',
      ],
      risk: 'None.',
      verify: goesFrom(526),
      cost: '15 minutes',
    },
    expects: { edge: { 'certificate-early': 0.97 } },
  },
  'edge-clock-wrong': {
    title: 'The clock of the edge is wrong',
    side: 'edge',
    lab: [],
    met: 'seldom',
    looksLike: 'Certificates that are good for others have expired, or are not valid yet, for one edge.',
    tellsApart: 'The `date` of answers is far from its clock, and a second place believes the certificate.',
    fix: {
      steps: ['Set it: `timedatectl set-ntp true`.'],
      risk: 'Programs that depend on time may notice the jump.',
      verify: goesFrom(526),
      cost: '5 minutes',
    },
    expects: {
      edge: { 'certificate-expired': 0.48, 'certificate-early': 0.48 },
      clock: { wrong: 0.97 },
      vantage: { ok: 0.95 },
    },
  },
  'certificate-self-signed': {
    title: 'The web server vouches for itself',
    side: 'server',
    lab: ['52'],
    met: 'sometimes',
    looksLike: 'A 526 as soon as the CDN looks closely (Full strict).',
    tellsApart: 'The certificate is signed by itself.',
    fix: {
      steps: [
        'Get one of a public authority (`certbot`), or one of the CDN for origins.',
        'Or let the edge know it: `originCa`.',
      ],
      risk: 'None.',
      verify: goesFrom(526),
      cost: '15 minutes',
    },
    expects: { edge: { 'certificate-self-signed': 0.97 } },
  },
  'certificate-untrusted': {
    title: 'Nobody known vouches for the certificate, or the one between is missing',
    side: 'server',
    lab: ['53'],
    met: 'sometimes',
    looksLike: 'A 526, while many browsers are content.',
    tellsApart:
      'Only the last certificate is sent, without that of the authority between; or the authority is unknown.',
    fix: {
      steps: [
        'Serve the whole chain: `fullchain.pem` instead of `cert.pem`, and reload.',
        'For an authority of your own, let the edge know it: `originCa`.',
      ],
      risk: 'None.',
      verify: goesFrom(526),
      cost: '10 minutes',
    },
    expects: { edge: { 'certificate-untrusted': 0.97 } },
  },
  'certificate-misnamed': {
    title: 'The certificate is for other names',
    side: 'server',
    lab: ['54'],
    met: 'sometimes',
    looksLike: 'A 526 for one name.',
    tellsApart: 'The machine is the right one by its address, and its certificate does not have the name.',
    fix: {
      steps: [
        'Have one issued with the name in it: `certbot certonly -d NAME -d www.NAME`.',
        'Or add the server block for the name: another one answers in its place.',
      ],
      risk: 'None.',
      verify: goesFrom(526),
      cost: '15 minutes',
    },
    expects: { edge: { 'certificate-misnamed': 0.97 } },
  },
  'wrong-machine': {
    title: "The name leads to somebody else's machine",
    side: 'server',
    lab: ['25'],
    met: 'sometimes',
    looksLike: 'A 526, or a site that is not yours, since a move to another machine.',
    tellsApart: "The address that is asked is not the origin's; the certificate says whose it is.",
    fix: {
      steps: ['Correct the A and AAAA records, or the address of the origin in the settings of the CDN.'],
      risk: 'Others keep the old address for as long as the record says (its TTL).',
      verify: goesFrom(526),
      cost: '5 minutes, and the TTL',
    },
    expects: { edge: { 'certificate-misnamed': 0.97 }, address: { other: 0.95 } },
  },
}
