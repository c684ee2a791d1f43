import { createHmac } from 'node:crypto'
import type { Board } from '#protocol/board.ts'
import type { Subscription } from '#protocol/subscription.ts'
import { componentRow } from '../statuspage/components.ts'
import { incidentRow, maintenanceRow } from '../statuspage/incidents.ts'
import { statuspageStatus } from '../statuspage/indicator.ts'
import { isoOf } from '../statuspage/iso.ts'
import type { Change } from './changes.ts'
import type { Posting } from './send.ts'

/** A change in the shape of Statuspage's webhooks (reference §3). One message is of an incident or of a component, never both. */
export function webhookBody(change: Change, board: Board): string {
  const { indicator, description } = statuspageStatus(board)
  return JSON.stringify({
    meta: { unsubscribe: board.url, documentation: `${board.url}/subscribe`, generated_at: isoOf(board.asOf) },
    page: { id: board.id, status_indicator: indicator, status_description: description },
    ...contentOf(change, board),
  })
}

function contentOf(change: Change, board: Board): object {
  if (change.kind === 'incident') return { incident: { ...incidentRow(change.incident, board), ...ofIncident } }
  if (change.kind === 'maintenance') return { incident: { ...maintenanceRow(change.maintenance, board), ...unwritten } }
  const { component, update, change: step } = change
  return {
    component: componentRow(component, board),
    component_update: {
      id: update.id,
      component_id: component.id,
      component_type: 'Component',
      old_status: step.from,
      new_status: step.to,
      created_at: isoOf(update.at),
    },
  }
}

/** What Statuspage's own messages have, too, and nobody has written here. */
const unwritten = {
  backfilled: false,
  impact_override: null,
  postmortem_body: null,
  postmortem_body_last_updated_at: null,
  postmortem_ignored: false,
  postmortem_notified_subscribers: false,
  postmortem_notified_twitter: false,
  postmortem_published_at: null,
}
const ofIncident = { ...unwritten, scheduled_for: null, scheduled_until: null }

/** Signed over the very bytes that are sent, so that the receiver can tell ours from anybody's. */
export function webhookPosting({ target, secret }: Subscription, body: string): Posting {
  const signature = createHmac('sha256', secret).update(body).digest('hex')
  const headers = {
    'content-type': 'application/json',
    'user-agent': 'Holdfast-Status',
    'x-holdfast-signature': `sha256=${signature}`,
  }
  return { url: target, body, headers }
}
