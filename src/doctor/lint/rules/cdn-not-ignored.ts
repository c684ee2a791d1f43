import { isCovered, spanOf } from '../ranges.ts'
import { listed, type LintRule } from '../rule.ts'

/** A ban tool is at work that may take the CDN for an attacker at any moment. */
export const cdnNotIgnored: LintRule = {
  id: 'cdn-not-ignored',
  lacks: ({ host, cdn }) =>
    cdn === undefined
      ? 'the ranges of the CDN'
      : host?.bans === undefined
        ? 'the ban tool’s list of what it ignores: run it as root on the origin'
        : undefined,
  run({ host, cdn }) {
    const { bans } = host ?? {}
    if (bans === undefined || bans === null) return []
    const ignored = bans.ignored.flatMap((range) => spanOf(range) ?? [])
    const missing = (cdn?.ranges ?? []).filter((range) => {
      const span = spanOf(range)
      return span !== undefined && !isCovered(span, ignored)
    })
    if (missing.length === 0) return []
    return [
      {
        severity: 'warning',
        says: `The ban tool may ban the CDN: ${missing.length} of its ranges are not on the list of what it ignores (${listed(missing)}). Under load or after failed log-ins it takes the CDN for an attacker.`,
        fix: 'Put all ranges of the CDN into `ignoreip` of `jail.local` (or `/etc/csf/csf.ignore`), and reload it.',
        verify: 'Run `holdfast doctor lint` again: this finding is gone.',
      },
    ]
  },
}
