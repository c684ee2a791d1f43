import type { Findings } from '#doctor/lint.ts'
import type { Severity } from '#protocol/lint.ts'
import { printable } from '#shared/printable.ts'

const signs: Readonly<Record<Severity, string>> = { error: 'ERROR', warning: 'WARN ', note: 'NOTE ' }

/** One finding after the other, the worst first; then what nobody could look at. */
export function lintSays({ findings, notLooked }: Findings): readonly string[] {
  const found = findings.flatMap(({ rule, severity, says, fix, verify }) => [
    `${signs[severity]}  ${rule}: ${printable(says)}`,
    `       Fix:    ${printable(fix)}`,
    `       Verify: ${printable(verify)}`,
    '',
  ])
  const open = notLooked.map(({ rule, lacks }) => `not looked at  ${rule}: it lacks ${printable(lacks)}.`)
  const head = findings.length === 0 ? ['Nothing was found that will break.'] : found
  return open.length === 0 ? head : [...head, ...(findings.length === 0 ? [''] : []), ...open]
}
