import type { Fault } from './fault.ts'
import { nothingAccepted, nothingChanged, storedIsSafe } from './kept.ts'

/** What the page sees itself, by the number of an answer or because there is none. It has the words with it from the first. */
export const pageFaults = {
  // An answer of somebody between, by its number.
  'invalid-request': {
    status: 400,
    side: 'you',
    title: 'The request does not have the right form',
    says: 'Some fields are missing, unknown, or of the wrong type. They are listed beside this.',
    kept: nothingAccepted,
    todo: 'Correct the fields listed under `errors`; the schema is at /api/openapi.json.',
  },
  'body-too-large': {
    status: 413,
    side: 'you',
    title: 'The request is too large',
    says: 'The body of the request is larger than the server accepts.',
    kept: nothingAccepted,
    todo: 'Send less at once: split a long text into several messages. The limit is in `limitBytes`.',
  },
  'not-found': {
    status: 404,
    side: 'you',
    title: 'There is nothing at this address',
    says: 'The address is not one that Holdfast answers.',
    kept: nothingChanged,
    todo: 'Check the address; the list is at /api/openapi.json.',
  },

  // The server.
  'internal-error': {
    status: 500,
    side: 'server',
    title: 'The server made a mistake',
    says: 'Something went wrong inside the server. It is not your doing.',
    kept: storedIsSafe,
    todo: 'Try again. If it stays, give the operator the request id.',
  },

  // The way to the server, as the edge meets it.
  'origin-broken': {
    status: 520,
    side: 'server',
    title: 'The connection to the server broke',
    says: 'Our server could not be reached, or broke off, or sent something unreadable; more cannot be seen from here.',
    kept: storedIsSafe,
    todo: 'Nothing: it is tried again by itself.',
  },
  'origin-refused': {
    status: 521,
    side: 'server',
    title: 'The server is not accepting connections',
    says: 'Our server is not running right now, or is just starting; seldom a firewall turns us away. Nothing you do on your device will change that.',
    kept: storedIsSafe,
    todo: 'Nothing: it is tried again by itself, and goes on where it stopped.',
  },
  'origin-silent': {
    status: 522,
    side: 'path',
    title: 'The server does not answer',
    says: 'Our server cannot be reached: nothing came back when we knocked.',
    kept: storedIsSafe,
    todo: 'Nothing: it is tried again by itself.',
  },
  'origin-unreachable': {
    status: 523,
    side: 'hosting',
    title: 'There is no way to the server',
    says: 'The network says that there is no way to our server.',
    kept: storedIsSafe,
    todo: 'Nothing: it is tried again by itself.',
  },
  'origin-slow': {
    status: 524,
    side: 'server',
    title: 'The server took too long',
    says: 'Our server took the request and did not answer it in time.',
    kept: storedIsSafe,
    todo: 'Nothing: it is tried again by itself.',
  },
  'origin-tls-failed': {
    status: 525,
    side: 'server',
    title: 'No safe connection to the server',
    says: 'Our edge and our server could not agree on an encrypted connection, so nothing was sent.',
    kept: storedIsSafe,
    todo: 'Nothing: the operator compares the TLS settings of both. It is tried again by itself.',
  },
  'origin-certificate': {
    status: 526,
    side: 'server',
    title: 'The server cannot prove who it is',
    says: 'The certificate of our server is not valid, so nothing was sent to it.',
    kept: storedIsSafe,
    todo: 'Nothing: the operator replaces the certificate. It is tried again by itself.',
  },
  'origin-unresolved': {
    status: 530,
    side: 'server',
    title: "The server's name leads nowhere",
    says: 'The name under which our server should be found cannot be resolved to an address.',
    kept: storedIsSafe,
    todo: 'The operator must mend the name; it is tried again by itself.',
  },

  // The way to the edge, as the browser meets it.
  offline: {
    status: 503,
    side: 'your-network',
    title: 'This device is offline',
    says: 'Your device has no network right now.',
    kept: storedIsSafe,
    todo: 'Go on writing; it is sent when the network is back.',
  },
  'edge-unreachable': {
    status: 503,
    side: 'edge',
    title: 'The site cannot be reached',
    says: 'Your browser cannot reach this site, although your device says that it is online.',
    kept: storedIsSafe,
    todo: 'Nothing: it is tried again by itself.',
  },
  intercepted: {
    status: 502,
    side: 'path',
    title: 'Somebody in between answered instead of us',
    says: 'What came back is not from this site: a proxy, a firewall or a sign-in page of a network answered in its place.',
    kept: storedIsSafe,
    todo: 'It is tried again by itself. If your network asks you to sign in, do that in another tab.',
  },
} as const satisfies Record<string, Fault>

export type PageFaultId = keyof typeof pageFaults
