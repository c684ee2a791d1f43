import type { JSX } from 'preact'
import type { TicketState } from '#protocol/ticket.ts'
import type { Support } from '../state/support.ts'
import { ticketAddress, type SentTicket } from '../support/sent-tickets.ts'

/** What was sent from this browser, and what was answered. */
export function SentList({ support }: { readonly support: Support }): JSX.Element | null {
  const sent = support.sent.all.value
  if (sent.length === 0) return null
  return (
    <section class="card" aria-labelledby="sent-title">
      <h2 id="sent-title">What you have sent</h2>
      <ul class="sections">
        {sent.toReversed().map((one) => (
          <Sent key={one.bundleId} sent={one} />
        ))}
      </ul>
    </section>
  )
}

function Sent({ sent }: { readonly sent: SentTicket }): JSX.Element {
  const { ticket, read, request } = sent
  if (ticket === null) return <li>It waits on this device until somebody answers.</li>
  const answers = read?.messages.filter(({ by }) => by === 'operator') ?? []
  return (
    <li>
      <a class="help-link" href={ticketAddress(sent)} target="_blank" rel="noreferrer">
        Ticket {ticket}
      </a>
      {`: ${request === null ? stateWords(read?.state) : 'what you added waits on this device.'}`}
      {answers.map(({ at, body }) => (
        <pre key={at} class="preview" tabIndex={0} role="region" aria-label="The operator’s answer">
          {body}
        </pre>
      ))}
    </li>
  )
}

function stateWords(state: TicketState | undefined): string {
  if (state === 'answered') return 'the operator has answered.'
  return state === 'closed' ? 'it is closed.' : 'the operator has it.'
}
