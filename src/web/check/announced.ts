import * as z from 'zod/mini'
import { clip } from '#shared/text.ts'
import type { MeetingMeans } from './meeting.ts'

/** Of the status page's summary (Statuspage v2) what a person wants to know: is it known, and what is said of it. */
const summarySchema = z.object({
  status: z.object({ indicator: z.string(), description: z.string() }),
  incidents: z.array(
    z.object({ name: z.string(), incident_updates: z.optional(z.array(z.object({ body: z.string() }))) }),
  ),
})

export interface Announced {
  /** `told`: something is known to be wrong. `no-word`: the status page answers and knows of nothing, or does not answer. */
  readonly outcome: 'told' | 'no-word'
  readonly says: string
}

const patienceMs = 8000

/** What the status page says now, in a sentence or two. */
export async function announced({ clock, fetch }: MeetingMeans): Promise<Announced> {
  const giveUp = new AbortController()
  const cancel = clock.after(patienceMs, () => giveUp.abort())
  try {
    const response = await fetch('/status/api/v2/summary.json', { cache: 'no-store', signal: giveUp.signal })
    const summary = summarySchema.safeParse(response.ok ? await response.json() : null).data
    return summary === undefined ? silent : saysOf(summary)
  } catch {
    return silent
  } finally {
    cancel()
  }
}

const silent: Announced = { outcome: 'no-word', says: 'The status page cannot be read from here just now.' }

function saysOf({ status, incidents }: z.infer<typeof summarySchema>): Announced {
  const [incident] = incidents
  if (incident === undefined) {
    const outcome = status.indicator === 'none' ? 'no-word' : 'told'
    return { outcome, says: clip(`The status page says: ${status.description}.`, 300) }
  }
  const update = incident.incident_updates?.[0]?.body ?? ''
  return { outcome: 'told', says: clip(`The status page says: ${incident.name}. ${update}`, 300) }
}
