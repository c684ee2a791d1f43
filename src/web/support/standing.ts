import { worstFirst, type Board, type BoardIncident } from '#protocol/board.ts'

/** What the status page says, as far as it decides whether to write to somebody. */
export interface Standing {
  /** The worst that goes on; null when nothing does. */
  readonly incident: OpenIncident | null
  /** Several people say that something fails, while the probes see nothing. */
  readonly isReported: boolean
}

export interface OpenIncident {
  readonly id: string
  readonly title: string
  /** How long such things last, as sentences. */
  readonly lasts: readonly string[]
  /** When nine of ten such outages are over; null where nobody reckons. */
  readonly mostlyOverAt: number | null
  /** When a person said something last, or else when it became public. */
  readonly saidAt: number
}

export function standingOf({ open, components }: Board): Standing {
  const [worst] = worstFirst(open)
  return {
    incident: worst === undefined ? null : incidentOf(worst),
    isReported: components.some(({ isReported }) => isReported),
  }
}

function incidentOf({ id, title, forecast, startedAt, openedAt, updates }: BoardIncident): OpenIncident {
  const byPeople = updates.filter(({ by }) => by === 'operator').map(({ at }) => at)
  return {
    id,
    title,
    lasts: forecast?.says ?? [],
    mostlyOverAt: forecast === null ? null : startedAt + forecast.q90 * 60_000,
    saidAt: Math.max(openedAt, ...byPeople),
  }
}
