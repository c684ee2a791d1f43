import type { Fault } from './fault.ts'
import { nothingAccepted, nothingChanged } from './kept.ts'

/** What the status process says of its own business: incidents, and who may edit them. */
export const statusFaults = {
  'operator-only': {
    status: 403,
    side: 'you',
    title: 'Only the operator may do that',
    says: 'This belongs to whoever runs the site, and nothing in the request shows that they ask.',
    kept: nothingChanged,
    todo: 'Ask from the machine itself, or send the token of `statusToken` as `Authorization: Bearer …`.',
  },
  'unknown-incident': {
    status: 404,
    side: 'you',
    title: 'There is no such incident',
    says: 'No incident and no maintenance has this id.',
    kept: nothingChanged,
    todo: 'Use an id as `holdfast incident list` shows it.',
  },
  'edited-meanwhile': {
    status: 409,
    side: 'you',
    title: 'Somebody else has changed it meanwhile',
    says: 'What you saw when you began is not what stands there now, so your change was not made.',
    kept: nothingAccepted,
    todo: 'Look at it again, and say what is still to be said.',
  },
  'not-that-step': {
    status: 409,
    side: 'you',
    title: 'That step does not come next',
    says: 'An incident or maintenance in this phase does not go over into that one.',
    kept: nothingChanged,
    todo: 'Look at its phase, and choose one that follows.',
  },
} as const satisfies Record<string, Fault>
