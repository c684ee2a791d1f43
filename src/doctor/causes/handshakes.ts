import { goesFrom, type Causes } from './cause.ts'

/** No encryption comes about. */
export const handshakes: Causes = {
  'plain-http-on-tls-port': {
    title: 'The port for TLS speaks plain HTTP',
    side: 'server',
    lab: ['55', 'n8'],
    met: 'sometimes',
    looksLike: 'A 525 for everybody.',
    tellsApart: 'The first bytes are not of TLS; asked without TLS, the same port answers.',
    fix: {
      steps: ['Write `listen 443 ssl;` with a certificate, and reload.'],
      risk: 'None.',
      verify: goesFrom(525),
      cost: '10 minutes',
    },
    expects: { edge: { 'not-tls': 0.97 }, speaks: { http: 0.96 } },
  },
  'tls-too-old': {
    title: 'The web server speaks only versions of TLS that nobody takes any more',
    side: 'server',
    lab: ['57'],
    met: 'seldom',
    looksLike: 'A 525 for everybody, often after years without an update.',
    tellsApart: 'It answers the handshake with the alert "protocol version".',
    fix: {
      steps: ['Allow TLS 1.2 and 1.3: `ssl_protocols TLSv1.2 TLSv1.3;`, and update OpenSSL if it knows neither.'],
      risk: 'Very old clients lose their way in.',
      verify: goesFrom(525),
      cost: '30 minutes',
    },
    expects: { edge: { 'tls-version': 0.97 }, speaks: { neither: 0.9 } },
  },
  'no-shared-cipher': {
    title: 'Web server and edge share no cipher',
    side: 'server',
    lab: ['58'],
    met: 'seldom',
    looksLike: 'A 525 for everybody, often after a change of ciphers or of the kind of the certificate.',
    tellsApart: 'It answers the handshake with the alert "handshake failure".',
    fix: {
      steps: [
        'Let the ciphers fit the certificate: an RSA certificate needs ECDHE-RSA ciphers, one of ECDSA those of ECDSA.',
        'Or take the list out: the defaults of today fit both.',
      ],
      risk: 'None.',
      verify: goesFrom(525),
      cost: '15 minutes',
    },
    expects: { edge: { 'tls-cipher': 0.97 }, speaks: { neither: 0.9 } },
  },
  'name-refused': {
    title: 'The web server does not know the name that is asked for',
    side: 'server',
    lab: ['5a', 'n7'],
    met: 'sometimes',
    looksLike: 'A 525 for one name, while others on the machine work.',
    tellsApart: 'It answers "unrecognized name", or tears the handshake for this name and not for another.',
    fix: {
      steps: [
        'Add the name to a server block with its certificate, or take `ssl_reject_handshake` out.',
        'If the CDN asks by another name, set the name (SNI) there.',
      ],
      risk: 'None.',
      verify: goesFrom(525),
      cost: '15 minutes',
    },
    expects: { edge: { 'tls-name': 0.5, 'tls-reset': 0.3, 'tls-closed': 0.18 }, speaks: { neither: 0.9 } },
  },
  'tls-torn': {
    title: 'The handshake of TLS is torn',
    side: 'server',
    lab: ['5b'],
    met: 'seldom',
    looksLike: 'A 525: connected, and torn on the first word of TLS.',
    tellsApart: 'Resets are sent by the machine itself, whatever name is asked for.',
    fix: {
      steps: [
        'Look into its log; a crash in the handshake, or a filter that reads names.',
        'Try on the machine itself: `openssl s_client -connect 127.0.0.1:443 -servername NAME`.',
      ],
      risk: 'None.',
      verify: goesFrom(525),
      cost: '30 minutes',
    },
    expects: {
      edge: { 'tls-reset': 0.93, 'tls-closed': 0.05 },
      resetsSent: { rose: 0.95 },
      resetsTaken: { rose: 0.9 },
      speaks: { neither: 0.9 },
    },
  },
  'client-certificate-wanted': {
    title: 'The web server wants a certificate of the edge',
    side: 'server',
    lab: ['59', 'n10'],
    met: 'sometimes',
    looksLike: 'A 520, or a 400 "No required SSL certificate was sent".',
    tellsApart: 'The handshake comes about, and the first answer is an alert "certificate required".',
    fix: {
      steps: [
        'Turn on authenticated origin pulls at the CDN, or give the edge its certificate (`originCert`, `originKey`).',
        'Or let the server not require one: `ssl_verify_client optional;`.',
      ],
      risk: 'Without it, anybody may ask the origin directly.',
      verify: goesFrom(520),
      cost: '15 minutes',
    },
    expects: { edge: { 'client-certificate': 0.62, 'bad-request': 0.35 }, speaks: { neither: 0.8 } },
  },
}
