import { sides, type Side } from '#protocol/fault.ts'
import { faults, isFaultId, type FaultId } from '#protocol/faults.ts'

/** The page of docs about the faults, made from the catalogue. */
export function faultsPage(): string {
  return [introduction(), ...sides.map(sectionOf)].join('\n')
}

interface Place {
  readonly title: string
  /** What such faults have in common, and who can mend them. */
  readonly about: string
}

const places: Readonly<Record<Side, Place>> = {
  you: {
    title: 'The request',
    about: `What was sent cannot be carried out as it stands, and sending the same again gets the same answer. A person seldom
meets these, for the page does not send such requests: they are for whoever writes a program against the API, or reads
and writes logs as Durable Streams.`,
  },
  'your-network': {
    title: "The reader's network",
    about: `Between the device and the internet. The operator can do nothing about it; the reader can, or waits. The page stays
open all the while.`,
  },
  edge: {
    title: 'The edge',
    about:
      'The process that browsers talk to. Its operator mends it. It keeps nothing, so nothing is lost when it goes.',
  },
  path: {
    title: 'The way between two machines',
    about: `Something on the way swallows what is sent: a firewall that drops, a route that leads nowhere, a machine that hangs.
The operator of the side that asks finds out where, from \`because\`.`,
  },
  hosting: {
    title: 'The hosting',
    about: 'The network says itself that the machine cannot be reached. Whoever hosts it mends it.',
  },
  server: {
    title: 'The server',
    about: `Holdfast's own server, its disk or its settings. The operator mends it; a reader waits, and can go on writing.
A server that is merely gone is started again by \`holdfast up\`, and unfinished replies go on.`,
  },
  model: {
    title: 'The model server',
    about: `The program that runs the model, or the model itself. Most of these mend themselves: the reply is asked for again, from
the last word that is stored, and by the next model server if there is one. It ends as failed only when nobody is left to
ask, after \`giveUpMs\` without a word, or when the model declines.`,
  },
}

function introduction(): string {
  return `# Faults

Every failure that a person can meet in Holdfast has one name. It is the same word in the page, in the API, in a reply's
log and in what the processes log, so what somebody reads on the screen can be looked up here and searched for there.

- **In the page** a fault is a few sentences: what happened, whose side it is on, what is kept, what to do.
- **In the API** it is an \`application/problem+json\` document (RFC 9457) with the members \`fault\`, \`side\` and \`kept\`, often
  \`because\` (what was measured), \`retryAfterMs\` (when to come back: keep to it) and \`requestId\` (what to search the logs
  for). Its \`type\` is \`urn:holdfast:fault:\` and the name.
- **In a reply's log** it stands in \`note\` and \`done\` events, with the same words and without a status.

\`offline\` and \`edge-unreachable\` are found by the page itself, for then nobody is there to answer. The numbers from 520
on are those that content delivery networks made known.

By whose side they are on:

${sides.map(lineOf).join('\n')}
`
}

function lineOf(side: Side): string {
  const links = faultsOf(side).map((id) => `[${id}](#${id})`)
  return `- [${places[side].title}](#side-${side}): ${links.join(', ')}`
}

function sectionOf(side: Side): string {
  const { title, about } = places[side]
  // An anchor of its own: the title may get better, and links to it stay.
  return `<a id="side-${side}"></a>

## ${title}

${about}

${faultsOf(side).map(entryOf).join('\n')}`
}

/** The heading is the id alone, so that a link to `#id` always leads here. */
function entryOf(id: FaultId): string {
  const { status, title, says, kept, todo } = faults[id]
  return `### ${id}

**${title}** (${status}). ${says}

- Kept: ${kept}
- What to do: ${todo}
`
}

function faultsOf(side: Side): readonly FaultId[] {
  return Object.keys(faults)
    .filter(isFaultId)
    .filter((id) => faults[id].side === side)
}
