import type { BriefBoard } from '#protocol/brief-board.ts'

/** As much of an open incident as a page of the edge says. */
export interface ToldIncident {
  readonly id: string
  readonly title: string
  /** The forecast in sentences: ranges with odds. */
  readonly says: readonly string[]
}

/** The same with the moment when it was said. */
export type OpenIncident = ToldIncident & Pick<Told, 'asOf'>

/** What the status process said last: the incident that hurts most, or that there is none. */
export interface Told {
  /** When that held. */
  readonly asOf: number
  readonly incident: ToldIncident | null
}

// The title of an incident is the operator's, and what the forecast says is ours; a page has room for either.
const mostSentences = 6
const mostLetters = 300

export function toldBy({ asOf, open: [worst] }: BriefBoard): Told {
  if (worst === undefined) return { asOf, incident: null }
  const { id, title } = worst
  const says = worst.says.slice(0, mostSentences).map((sentence) => sentence.slice(0, mostLetters))
  return { asOf, incident: { id, title: title.slice(0, mostLetters), says } }
}

// An incident lasts longer than that seldom enough, and one that is over is worse than none.
const believedForMs = 30 * 60_000

/** The incident that is open now, as far as anybody knows. */
export function openIncident(told: Told | undefined, now: number): OpenIncident | undefined {
  if (told === undefined || told.incident === null || now - told.asOf > believedForMs) return undefined
  return { ...told.incident, asOf: told.asOf }
}
