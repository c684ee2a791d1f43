import type { BoardIncident } from '#protocol/board.ts'
import { bundleLines, troubleWords } from '#protocol/bundle-text.ts'
import { ticketStates, type TicketHead, type TicketState, type WholeTicket } from '#protocol/ticket.ts'
import { markup, type Markup } from '#shared/markup.ts'
import { moment, type PeoplePage } from '../people/page.ts'
import { ownBundle } from './bundle-head.ts'
import { messageList } from './ticket-page.ts'

const stateNames: Record<TicketState, string> = { open: 'To answer', answered: 'Answered', closed: 'Closed' }
/** What a page shows of a bundle that it cannot read. The file has the rest. */
const mostShown = 50_000

export interface InboxFacts {
  readonly state: TicketState
  readonly counts: Readonly<Record<TicketState, number>>
  readonly heads: readonly TicketHead[]
}

/** The operator's inbox, without a script. All that strangers wrote is text in it. */
export function inboxPage({ state, counts, heads }: InboxFacts): PeoplePage {
  const nothing = state === 'open' ? 'Nobody waits for an answer.' : 'There is none.'
  return {
    title: `Inbox: ${stateNames[state]}`,
    main: markup`<h1>Inbox</h1>
      ${navigation(counts, state)}
      ${heads.length === 0 ? markup`<p>${nothing}</p>` : markup`<ol>${heads.map(entry)}</ol>`}
      <p class="note"><a href="tickets/export">All tickets as JSON</a></p>`,
  }
}

function navigation(counts: InboxFacts['counts'], state: TicketState): Markup {
  const link = (one: TicketState): Markup => {
    const words = `${stateNames[one]} (${counts[one]})`
    return one === state
      ? markup`<a href="?state=${one}" aria-current="page">${words}</a>`
      : markup`<a href="?state=${one}">${words}</a>`
  }
  return markup`<nav aria-label="Tickets">${ticketStates.map(link)}</nav>`
}

function entry(head: TicketHead): Markup {
  const { id, changedAt, incident, words } = head
  return markup`<li class="card">
    <p><a href="inbox/${id}">${aboutWords(head)}</a></p>
    ${words === '' ? markup`` : markup`<p class="words">${words}</p>`}
    ${faultLine(head)}
    <p class="note">${moment(changedAt)}, ticket ${id}${incident === null ? '' : `, incident ${incident}`}</p>
  </li>`
}

function aboutWords({ about }: Pick<TicketHead, 'about'>): string {
  return about === null ? 'A bundle of another version' : troubleWords[about]
}

function faultLine({ faults, times }: TicketHead): Markup {
  const often = times > 1 ? `sent ${times} times` : ''
  const line = [faults.join(', '), often].filter((part) => part !== '').join('; ')
  return line === '' ? markup`` : markup`<p class="note">${line}</p>`
}

/** One ticket for the operator: what they wrote, what goes with it, and what can be done. */
export function inboxTicketPage(ticket: WholeTicket, incidents: readonly BoardIncident[]): PeoplePage {
  const { id, state, createdAt, messages, mail } = ticket
  return {
    title: `Ticket ${id}`,
    hasPictures: ownBundle(ticket.bundle)?.sections.picture !== undefined,
    main: markup`<nav aria-label="Tickets"><a href="../inbox">All tickets</a></nav>
      <h1>${aboutWords(ticket)}</h1>
      <p class="note">${stateNames[state]}. Ticket ${id}, taken in ${moment(createdAt)}. ${answerWay(mail)}</p>
      ${faultLine(ticket)}
      ${messageList(messages, { person: 'They', operator: 'You' })}
      ${answerForm(id)}
      ${linkForm(ticket, incidents)}
      ${state === 'closed' ? markup`` : closeForm(id)}
      ${pictureOf(ticket)}
      <h2>The bundle</h2>
      <pre tabindex="0" role="region" aria-label="The bundle">${bundleText(ticket.bundle)}</pre>
      <p class="note"><a href="../tickets/${id}">This ticket as JSON</a></p>`,
  }
}

function answerWay(mail: string | null): string {
  return mail === null ? 'They read the answer by their link.' : `The answer goes to ${mail}, too.`
}

/** It comes from an address of its own, as a picture and as nothing else. */
function pictureOf({ id, bundle }: WholeTicket): Markup {
  const picture = ownBundle(bundle)?.sections.picture
  if (picture === undefined) return markup``
  const { width, height } = picture
  return markup`<h2>Their picture</h2>
    <p class="note">They added it themselves. Nobody has checked what it shows.</p>
    <img src="${id}/picture" width="${String(width)}" height="${String(height)}" alt="The picture that they added; there are no words to it">`
}

function answerForm(id: string): Markup {
  return markup`<form method="post" action="${id}">
    <input type="hidden" name="do" value="answer">
    <label for="body">Your answer</label>
    <textarea id="body" name="body" rows="6" maxlength="5000" required></textarea>
    <p><button>Send the answer</button></p>
  </form>`
}

function closeForm(id: string): Markup {
  return markup`<form method="post" action="${id}">
    <input type="hidden" name="do" value="close">
    <p><button>Close the ticket</button></p>
  </form>`
}

function linkForm({ id, incident }: WholeTicket, incidents: readonly BoardIncident[]): Markup {
  if (incidents.length === 0 && incident === null) return markup``
  const option = (value: string, words: string): Markup =>
    value === (incident ?? '')
      ? markup`<option value="${value}" selected>${words}</option>`
      : markup`<option value="${value}">${words}</option>`
  const unknown = incident !== null && !incidents.some((one) => one.id === incident)
  return markup`<form method="post" action="${id}">
    <input type="hidden" name="do" value="link">
    <label for="incident">Belongs to the incident</label>
    <select id="incident" name="incident">
      ${option('', 'none')}
      ${unknown ? option(incident, incident) : markup``}
      ${incidents.map((one) => option(one.id, `${one.number}: ${one.title}`))}
    </select>
    <p><button>Set it</button></p>
  </form>`
}

/** A bundle as text, whoever made it. */
function bundleText(bundle: unknown): string {
  const own = ownBundle(bundle)
  if (own !== undefined) return bundleLines(own).join('\n')
  const text = JSON.stringify(bundle, null, 2)
  return text.length > mostShown ? `${text.slice(0, mostShown)}\n… and more in the file` : text
}
