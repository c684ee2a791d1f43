import type { ComponentState, Hop } from '#protocol/board.ts'

/** Something that is watched. */
export interface Watched {
  /** `edge`, `backend:NAME`. */
  readonly key: string
  readonly hop: Hop
  readonly name: string
  /** What it does for people, in a sentence. */
  readonly description: string
  readonly group: string | null
}

/** What one look at it gave. */
export interface Look {
  readonly key: string
  /** `unseen`: nobody can say, because something before it failed or did not let us in. */
  readonly outcome: 'well' | 'failing' | 'unseen'
  /** How bad it is when it fails. */
  readonly state: ComponentState
  readonly tookMs: number | null
  /** What was measured, as the end of a sentence; null when all is well. */
  readonly because: string | null
  /** An id of the catalogue of faults. */
  readonly fault: string | null
  /** What stands before it and failed. */
  readonly behind: string | null
}

/** One look at everything. */
export interface Round {
  readonly watched: readonly Watched[]
  readonly looks: readonly Look[]
  /** Nothing of the site answered: it may be ourselves who are cut off. */
  readonly isDeaf: boolean
}

export function well(key: string, tookMs: number | null): Look {
  return { key, outcome: 'well', state: 'operational', tookMs, because: null, fault: null, behind: null }
}

export interface Failing {
  readonly because: string
  readonly fault?: string | undefined
  readonly state?: ComponentState
}

export function failing(key: string, { because, fault, state = 'major_outage' }: Failing): Look {
  return { key, outcome: 'failing', state, tookMs: null, because, fault: fault ?? null, behind: null }
}

/** `behind` is what failed before it; null when we were only not let in. */
export function unseen(key: string, behind: string | null): Look {
  return { key, outcome: 'unseen', state: 'major_outage', tookMs: null, because: null, fault: null, behind }
}
