import type { Finding, LintReport } from '#protocol/lint.ts'

/** One cause of a coming outage, looked for in what a machine says while all is well. */
export interface LintRule {
  readonly id: string
  /** What it needs to have been told; undefined where it has what it needs. */
  readonly lacks: (report: LintReport) => string | undefined
  readonly run: (report: LintReport) => readonly Omit<Finding, 'rule'>[]
}

/** The port at which the edge asks the origin. */
export function sitePort({ site }: LintReport): number {
  return site?.port ?? 443
}

/** A few of many, in words. */
export function listed(all: readonly string[], most = 4): string {
  const shown = all.slice(0, most).join(', ')
  return all.length > most ? `${shown} and ${all.length - most} more` : shown
}
