import type { Fault } from './fault.ts'
import { storedIsSafe } from './kept.ts'

const triedAgain = 'Nothing: it is tried again by itself.'

/** What the edge alone can see of the way to the server. Whoever hears of one of these hears its words, too. */
export const edgeFaults = {
  // The connection was there (520).
  'origin-empty': {
    status: 520,
    side: 'server',
    title: 'The server hung up without a word',
    says: 'Our server took the connection and closed it without answering. It may have crashed over this request, or be full.',
    kept: storedIsSafe,
    todo: triedAgain,
  },
  'origin-reset': {
    status: 520,
    side: 'server',
    title: 'The server broke the connection',
    says: 'Our server, or a machine in front of it, broke the connection off before it had answered.',
    kept: storedIsSafe,
    todo: triedAgain,
  },
  'origin-garbled': {
    status: 520,
    side: 'server',
    title: 'What answered does not speak HTTP',
    says: 'Something answers where our server should be, and what it sent is not what a web server sends.',
    kept: storedIsSafe,
    todo: 'Nothing: the operator checks what listens at that address and port. It is tried again by itself.',
  },
  'origin-headers-too-large': {
    status: 520,
    side: 'server',
    title: 'The head of the answer is too large',
    says: 'Our server answered with more header fields than can be passed on. Mostly those are too many or too large cookies.',
    kept: storedIsSafe,
    todo: 'Delete the cookies of this site, and try again. The operator makes the head of the answers smaller.',
  },
  'origin-cut': {
    status: 520,
    side: 'server',
    title: 'The server broke off in the middle',
    says: 'Our server began to answer and broke off. What had come by then is not the whole answer.',
    kept: storedIsSafe,
    todo: triedAgain,
  },
  'origin-wants-certificate': {
    status: 520,
    side: 'edge',
    title: 'The server does not let the edge in',
    says: 'Our server asks our edge for a certificate, and the edge has none that it accepts.',
    kept: storedIsSafe,
    todo: 'Nothing: the operator sets `originCert` and `originKey`.',
  },

  // Silence later than at the door (524).
  'origin-not-reading': {
    status: 524,
    side: 'server',
    title: 'The server does not take what was sent',
    says: 'Our server let the connection in and then stopped taking what was sent to it.',
    kept: storedIsSafe,
    todo: triedAgain,
  },
  'origin-stalled': {
    status: 524,
    side: 'server',
    title: 'The server fell silent in the middle',
    says: 'Our server began to answer and then sent nothing more for too long.',
    kept: storedIsSafe,
    todo: triedAgain,
  },

  // Certificates (526): which one, for whoever has to mend it.
  'origin-certificate-expired': {
    status: 526,
    side: 'server',
    title: "The server's certificate has expired",
    says: 'The certificate by which our server proves who it is was not renewed in time, so the edge does not trust it.',
    kept: storedIsSafe,
    todo: 'Nothing: the operator renews the certificate, and reloads the server so that it shows the new one.',
  },
  'origin-certificate-early': {
    status: 526,
    side: 'server',
    title: "The server's certificate is not valid yet",
    says: 'The certificate of our server begins to be valid only later, by the clock of the edge.',
    kept: storedIsSafe,
    todo: 'Nothing: the operator checks the clock of the edge first, then the certificate.',
  },
  'origin-certificate-untrusted': {
    status: 526,
    side: 'server',
    title: "Nobody vouches for the server's certificate",
    says: 'The certificate of our server is signed by itself, or by somebody whom the edge does not know.',
    kept: storedIsSafe,
    todo: 'Nothing: the operator sends the whole chain of certificates, or sets `originCa` to whoever signed it.',
  },
  'origin-certificate-misnamed': {
    status: 526,
    side: 'server',
    title: "The server's certificate is for another name",
    says: 'The machine that answers proves to be another one than the one that was asked for. The address may be out of date.',
    kept: storedIsSafe,
    todo: 'Nothing: the operator checks where the name leads, and which names are in the certificate.',
  },

  // The name (530).
  'origin-name-unanswered': {
    status: 530,
    side: 'path',
    title: "Nobody says where the server's name leads",
    says: 'The name service did not answer when our edge asked where our server is, or refused to.',
    kept: storedIsSafe,
    todo: triedAgain,
  },
  'origin-address-unusable': {
    status: 530,
    side: 'server',
    title: "The server's name leads to an address that nobody can have",
    says: 'The name of our server resolves to an address at which no machine can be, such as 0.0.0.0.',
    kept: storedIsSafe,
    todo: 'Nothing: the operator corrects the address in the name service.',
  },
  'origin-tunnel-down': {
    status: 530,
    side: 'hosting',
    title: 'The tunnel to the server is not connected',
    says: 'Our server is reached through a tunnel, and the program that holds its other end is not there.',
    kept: storedIsSafe,
    todo: 'Nothing: the operator starts the connector of the tunnel again. It is tried again by itself.',
  },

  // The edge itself (503).
  'edge-misconfigured': {
    status: 503,
    side: 'edge',
    title: 'The edge is set up wrongly',
    says: 'Our edge has settings that it cannot use, so it does not ask the server at all. The server may be well.',
    kept: storedIsSafe,
    todo: 'The operator corrects the setting that is named beside this, and deploys the edge again.',
  },

  // The line before the server (503).
  'line-full': {
    status: 503,
    side: 'edge',
    title: 'Too many are waiting already',
    says: 'Our server can carry only so many at once, and the line of those who wait for it is as long as it may become.',
    kept: storedIsSafe,
    todo: 'Nothing: this browser asks again by itself, at a time of its own.',
  },
} as const satisfies Record<string, Fault>
