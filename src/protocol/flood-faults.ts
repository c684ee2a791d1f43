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
} as const satisfies Record<string, Fault>
