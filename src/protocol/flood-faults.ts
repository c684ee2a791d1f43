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
} as const satisfies Record<string, Fault>
