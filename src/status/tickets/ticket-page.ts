import type { Ticket, TicketMessage, TicketState } from '#protocol/ticket.ts'
import { markup, type Markup } from '#shared/markup.ts'
import { moment, type PeoplePage } from '../people/page.ts'

const stateWords: Record<TicketState, string> = {
  open: 'The operator has it and has not answered yet. You need not send it again.',
  answered: 'The operator has answered.',
  closed: 'This ticket is closed. If it is not settled for you, write below, and it is open again.',
}

/** A ticket for whoever has its link: what was answered, and a box to write back. Everything in it is text. */
export function ticketPage({ id, state, createdAt, incident, messages }: Ticket, key: string): PeoplePage {
  return {
    title: `Ticket ${id}`,
    main: markup`<h1>Your ticket ${id}</h1>
      <p>${stateWords[state]}</p>
      <p class="note">Taken in ${moment(createdAt)}. This page is only for whoever has its whole link: keep the link.</p>
      ${incident === null ? markup`` : markup`<p>It belongs to <a href="../i/${incident}">an incident on the status page</a>.</p>`}
      ${messageList(messages, { person: 'You', operator: 'The operator' })}
      <form method="post" action="${id}">
        <input type="hidden" name="key" value="${key}">
        <label for="body">Write to the operator</label>
        <textarea id="body" name="body" rows="5" maxlength="5000" required></textarea>
        <p><button>Send</button> <a href="?key=${encodeURIComponent(key)}">Look for an answer</a></p>
      </form>`,
  }
}

/** What was written, the oldest first. */
export function messageList(
  messages: readonly TicketMessage[],
  names: Readonly<Record<TicketMessage['by'], string>>,
): Markup {
  if (messages.length === 0) return markup``
  return markup`<h2>What was written</h2>
    <ol>
      ${messages.map(
        ({ at, by, body }) => markup`<li class="card">
          <p class="note">${names[by]}, ${moment(at)}</p>
          <p class="words">${body}</p>
        </li>`,
      )}
    </ol>`
}
