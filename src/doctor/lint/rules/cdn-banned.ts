import { overlap, spanOf } from '../ranges.ts'
import { listed, type LintRule } from '../rule.ts'

/** A ban tool keeps addresses of the CDN out just now. */
export const cdnBanned: LintRule = {
  id: 'cdn-banned',
  lacks: ({ host, cdn }) =>
    cdn === undefined
      ? 'the ranges of the CDN'
      : host?.bans === undefined
        ? 'what the ban tool keeps out: run it as root on the origin'
        : undefined,
  run({ host, cdn }) {
    const ranges = (cdn?.ranges ?? []).flatMap((range) => spanOf(range) ?? [])
    const banned = (host?.bans?.banned ?? []).filter((address) => {
      const span = spanOf(address)
      return span !== undefined && ranges.some((range) => overlap(range, span))
    })
    if (banned.length === 0) return []
    return [
      {
        severity: 'error',
        says: `A ban tool keeps addresses of the CDN out: ${listed(banned)}. Every visitor who comes by one of them gets a 521 or 522.`,
        fix: `Lift the ban: \`fail2ban-client unban ${banned[0] ?? ''}\`, or \`csf -dr ${banned[0] ?? ''}\`; then have the web server restore the visitor’s own address, so that bans hit visitors.`,
        verify: 'Run `holdfast doctor lint` again: this finding is gone.',
      },
    ]
  },
}
