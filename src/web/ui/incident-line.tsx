import { computed } from '@preact/signals'
import type { JSX } from 'preact'
import { useEffect, useMemo } from 'preact/hooks'
import type { App } from '../state/app.ts'
import { ToldStatus } from '../state/told-status.ts'
import { sideWords } from './wording.ts'

export interface IncidentLineProps {
  readonly app: App
}

/** The incident that the status page has open: the same words, how long such things last, and how old that is. */
export function IncidentLine({ app }: IncidentLineProps): JSX.Element | null {
  const status = useMemo(() => openStatus(app), [app])
  useEffect(() => status.start(), [status])
  const incident = status.incident.value
  if (incident === null) return null
  const { id, title, side, says } = incident
  return (
    <p class="quiet-line aside incident-line" role="status">
      <span>
        <a class="help-link" href={`/status/i/${id}`}>
          {title}
        </a>
        {side !== null && ` (${sideWords[side]})`}. {says.slice(0, mostSentences).join(' ')} {ageWords(status.ageMs())}
      </span>
    </p>
  )
}

/** The range from the start, and what is known now; the rest stands on the page of the incident. */
const mostSentences = 3

function openStatus(app: App): ToldStatus {
  const { means } = app.forSupport()
  const isAway = computed(() => app.chats.trouble.value !== null || (app.story.value?.trouble.value ?? null) !== null)
  return new ToldStatus({ ...means, isAway })
}

function ageWords(ageMs: number): string {
  const minutes = Math.floor(ageMs / 60_000)
  if (minutes < 2) return ''
  return `The status page said so ${minutes} min ago, and has not been heard of since.`
}
