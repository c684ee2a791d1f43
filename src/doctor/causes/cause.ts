import type { Side } from '#protocol/fault.ts'
import type { Expectations } from './features.ts'

/** Something that can be wrong, or that nothing is. */
export interface Cause {
  /** What is wrong, in a few words. */
  readonly title: string
  /** Who can mend it; null where nothing is to be mended, or nobody knows. */
  readonly side: Side | null
  /** The faults of the lab that are this cause. */
  readonly lab: readonly string[]
  /** How often it is met, by what those say who run such sites. Nobody has counted. */
  readonly met: 'often' | 'sometimes' | 'seldom'
  readonly looksLike: string
  readonly tellsApart: string
  readonly fix: Fix
  readonly expects: Expectations
}

export interface Fix {
  readonly steps: readonly string[]
  /** What may go wrong in mending it. */
  readonly risk: string
  /** How to see that it was this, and that it is mended. */
  readonly verify: string
  /** How long a person who knows the machine takes. */
  readonly cost: string
}

/** Causes by their ids. */
export type Causes = Readonly<Record<string, Cause>>

/** How most of them are seen to be mended. */
export function goesFrom(code: number): string {
  return `Run \`holdfast doctor\` again: it goes from ${code} to 200.`
}

/** Of the second place, where what stops the edge lets others through: there they may meet another fault, behind the first. */
export const getsThrough = { ok: 0.91, other: 0.04, same: 0.04 } as const
