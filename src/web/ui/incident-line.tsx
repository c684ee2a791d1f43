import { computed, type ReadonlySignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useEffect, useMemo } from 'preact/hooks'
import type { App } from '../state/app.ts'
import { checkPath } from '../state/route.ts'
import { ToldStatus } from '../state/told-status.ts'
import { Link } from './link.tsx'
import { sideWords } from './wording.ts'

export interface IncidentLineProps {
  readonly app: App
}

/**
 * The incident that the status page has open: the same words, how long such things last, and how old that is. Where none is
 * known and something is away all the same, the way to find out whose side it is on.
 */
export function IncidentLine({ app }: IncidentLineProps): JSX.Element | null {
  const isAway = useMemo(() => isAwayFor(app), [app])
  const status = useMemo(() => new ToldStatus({ ...app.forSupport().means, isAway }), [app])
  useEffect(() => status.start(), [status])
  const incident = status.incident.value
  if (incident === null) return isAway.value ? <WayLine app={app} /> : null
  const { id, title, side, says } = incident
  return (
    <p class="quiet-line aside incident-line" role="status">
      <span>
        <a class="help-link" href={`/status/i/${id}`}>
          {title}
        </a>
        {side !== null && ` (${sideWords[side]})`}. {says.slice(0, mostSentences).join(' ')} {ageWords(status.ageMs())}{' '}
        <CheckLink app={app} />
      </span>
    </p>
  )
}

/** The range from the start, and what is known now; the rest stands on the page of the incident. */
const mostSentences = 3

/** What is away says so at its own place, and is announced there; the list of chats is out of sight on a phone. */
function WayLine({ app }: IncidentLineProps): JSX.Element | null {
  if (isTesting(app)) return null
  const trouble = app.chats.trouble.value
  return (
    <p class="quiet-line aside way-line">
      <span>
        {trouble !== null && `${trouble.title} (${sideWords[trouble.side]}). `}
        <CheckLink app={app} /> Every hop between you and the site is tested.
      </span>
    </p>
  )
}

function CheckLink({ app }: IncidentLineProps): JSX.Element | null {
  if (isTesting(app)) return null
  return (
    <Link class="help-link" app={app} to={checkPath}>
      Is it me?
    </Link>
  )
}

function isTesting(app: App): boolean {
  return app.router.route.value.at === 'check'
}

function isAwayFor(app: App): ReadonlySignal<boolean> {
  return computed(() => app.chats.trouble.value !== null || (app.story.value?.trouble.value ?? null) !== null)
}

function ageWords(ageMs: number): string {
  const minutes = Math.floor(ageMs / 60_000)
  if (minutes < 2) return ''
  return `The status page said so ${minutes} min ago, and has not been heard of since.`
}
