import { lintVersion, severities, type Finding, type LintReport, type findingsSchema } from '#protocol/lint.ts'
import type * as z from 'zod/mini'
import type { LintRule } from './lint/rule.ts'
import { cdnBanned } from './lint/rules/cdn-banned.ts'
import { cdnNotIgnored } from './lint/rules/cdn-not-ignored.ts'
import { cdnShutOut } from './lint/rules/cdn-shut-out.ts'
import { certificateNotLoaded } from './lint/rules/certificate-not-loaded.ts'
import { certificateOver } from './lint/rules/certificate-over.ts'
import { fileLimit } from './lint/rules/file-limit.ts'
import { heartbeat } from './lint/rules/heartbeat.ts'
import { idleOrder } from './lint/rules/idle-order.ts'
import { listenerMissing } from './lint/rules/listener-missing.ts'
import { nameOld } from './lint/rules/name-old.ts'
import { rangesOld } from './lint/rules/ranges-old.ts'
import { statusSharesFate } from './lint/rules/status-shares-fate.ts'

const lintRules: readonly LintRule[] = [
  cdnShutOut,
  cdnBanned,
  cdnNotIgnored,
  certificateOver,
  certificateNotLoaded,
  listenerMissing,
  idleOrder,
  fileLimit,
  heartbeat,
  nameOld,
  statusSharesFate,
  rangesOld,
]

export type Findings = z.infer<typeof findingsSchema>

/** What will cause the next outage, the worst first. A rule that was not told what it needs says so, and finds nothing. */
export function lint(report: LintReport): Findings {
  const looked = lintRules.filter((rule) => rule.lacks(report) === undefined)
  const findings = looked.flatMap((rule): readonly Finding[] =>
    rule.run(report).map((one) => ({ rule: rule.id, ...one })),
  )
  const notLooked = lintRules.flatMap((rule) => {
    const lacks = rule.lacks(report)
    return lacks === undefined ? [] : [{ rule: rule.id, lacks }]
  })
  const rank = ({ severity }: Finding): number => severities.indexOf(severity)
  return { version: lintVersion, findings: findings.toSorted((a, b) => rank(a) - rank(b)), notLooked }
}
