import type { Fault } from './fault.ts'
import { nothingAccepted } from './kept.ts'

/** What the edge turns away to hold its speed for everybody else. */
export const floodFaults = {
  'too-many-requests': {
    status: 429,
    side: 'you',
    title: 'Too many requests from your address',
    says: 'More requests came from your internet address than the edge takes from one. If they are not yours, they came from a program, or from somebody with whom you share the address.',
    kept: nothingAccepted,
    todo: 'Nothing: it is tried again by itself. A program waits as long as `retryAfterMs` says.',
  },
  'too-many-replies': {
    status: 429,
    side: 'you',
    title: 'Too many replies were asked for from your address',
    says: 'More messages and replies were asked for from your internet address than the edge takes from one in a minute. Reading goes on.',
    kept: nothingAccepted,
    todo: 'Nothing: it is sent again by itself. A program waits as long as `retryAfterMs` says.',
  },
  'nameless-program': {
    status: 403,
    side: 'you',
    title: 'The program does not say what it is',
    says: 'The request would make somebody work and has no `User-Agent`. Browsers always send one, so it comes from a program.',
    kept: nothingAccepted,
    todo: 'Send a `User-Agent` that says what program this is, and whom to ask about it.',
  },
  'false-crawler': {
    status: 403,
    side: 'you',
    title: 'This is not the crawler that it claims to be',
    says: 'The request says by its `User-Agent` that it comes from a known search engine, and its address is none of that search engine.',
    kept: nothingAccepted,
    todo: 'Say in `User-Agent` what program this really is.',
  },
  'proof-wanted': {
    status: 503,
    side: 'edge',
    title: 'One moment, please',
    says: 'Far more newcomers come at once than people would be. So that it stays quick for everybody inside, each of them waits a moment once, or has the browser do a sum.',
    kept: nothingAccepted,
    todo: 'Nothing: it is tried again by itself. A program keeps the cookie and waits for `retryAfterMs`, or solves `proof.challenge` (altcha) and sends it to `proof.answer`.',
  },
  'proof-wrong': {
    status: 400,
    side: 'you',
    title: 'That is not the solution of the sum',
    says: 'The solution is wrong, too old, or of a sum that was made for another address.',
    kept: nothingAccepted,
    todo: 'Wait as long as was said, or ask for another sum.',
  },

  // Connections and the form of what comes on them.
  'too-many-connections': {
    status: 429,
    side: 'you',
    title: 'Too many connections from your address',
    says: 'More connections are open from your internet address than the edge keeps for one.',
    kept: nothingAccepted,
    todo: 'Nothing: it is tried again by itself. If it stays so, close windows of this site that you do not need.',
  },
  'request-malformed': {
    status: 400,
    side: 'you',
    title: 'The request is not HTTP as everybody reads it',
    says: 'The request can be read in more than one way, or in none, so the edge passes it on to nobody.',
    kept: nothingAccepted,
    todo: 'Correct it as `because` says (RFC 9112). Browsers send no such requests.',
  },
  'request-head-too-large': {
    status: 431,
    side: 'you',
    title: 'The head of the request is too large',
    says: 'The address and the header fields of the request are more than the edge takes. Mostly it is too many or too large cookies.',
    kept: nothingAccepted,
    todo: 'Delete the cookies of this site, and try again.',
  },
  'request-body-too-large': {
    status: 413,
    side: 'you',
    title: 'The request is too large for the edge',
    says: 'More was sent in one request than the edge passes on.',
    kept: nothingAccepted,
    todo: 'Send less at once. The operator can raise `requestBodyLimitBytes`.',
  },
  'request-too-slow': {
    status: 408,
    side: 'you',
    title: 'The request came too slowly',
    says: 'The request began and did not come to its end in the time that the edge waits for it.',
    kept: nothingAccepted,
    todo: 'Send it again, over a better network if there is one.',
  },
} as const satisfies Record<string, Fault>
