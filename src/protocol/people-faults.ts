import type { Fault } from './fault.ts'
import { nothingAccepted, nothingChanged } from './kept.ts'

/** What the status process says to people who ask for help or want to be told. */
export const peopleFaults = {
  'not-a-bundle': {
    status: 422,
    side: 'you',
    title: 'That is not a bundle for support',
    says: 'What was sent is not what the page for help makes, or it was damaged on the way.',
    kept: nothingAccepted,
    todo: 'Send it again from the page for help. If that fails too, save the file there and send it another way.',
  },
  'ticket-taken': {
    status: 409,
    side: 'you',
    title: 'This bundle is here already, under another key',
    says: 'Somebody has sent the same bundle before, and only their link opens the ticket.',
    kept: nothingAccepted,
    todo: 'Use the link that you were given then, or load the page for help again and send a new bundle.',
  },
  'unknown-ticket': {
    status: 404,
    side: 'you',
    title: 'There is no such ticket, or the link is not whole',
    says: 'No ticket opens with this link. Closed ones are kept for half a year.',
    kept: nothingChanged,
    todo: 'Copy the whole link, with the key at its end.',
  },
  'too-many-tickets': {
    status: 429,
    side: 'you',
    title: 'Too much was sent from your address',
    says: 'More tickets or messages came from your internet address than are taken in an hour.',
    kept: nothingAccepted,
    todo: 'Wait an hour, or save the file and send it another way.',
  },
  'inbox-full': {
    status: 503,
    side: 'server',
    title: 'The inbox is full',
    says: 'More tickets are open than are kept, so that yours was not taken in.',
    kept: 'Your bundle is still on your device.',
    todo: 'Save the file, and send it to the operator another way.',
  },
  'subscriptions-full': {
    status: 503,
    side: 'server',
    title: 'No more subscriptions are taken',
    says: 'As many people and programs as can be told are told already.',
    kept: nothingAccepted,
    todo: 'Follow the feed instead; the operator can take out subscriptions that nobody needs.',
  },
  'no-mail-server': {
    status: 503,
    side: 'server',
    title: 'This status page cannot send mail',
    says: 'No mail server is set for it.',
    kept: nothingAccepted,
    todo: 'Follow the feed instead. The operator sets `statusMailServer` and `statusMailFrom`.',
  },
  'unknown-subscription': {
    status: 404,
    side: 'you',
    title: 'There is no such subscription',
    says: 'It has ended already, or the link is not whole. One that was not confirmed within two days is forgotten.',
    kept: nothingChanged,
    todo: 'Nothing, if you wanted to end it. Otherwise subscribe again.',
  },
} as const satisfies Record<string, Fault>
