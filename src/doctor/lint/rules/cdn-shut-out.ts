import { letIn } from '../let-in.ts'
import { listed, sitePort, type LintRule } from '../rule.ts'

/** The firewall lets some in by their address, and ranges of the CDN are not all among them. */
export const cdnShutOut: LintRule = {
  id: 'cdn-shut-out',
  lacks: ({ host, cdn }) =>
    cdn === undefined
      ? 'the ranges of the CDN'
      : host?.firewall === undefined
        ? 'the firewall’s rules: run it as root on the origin'
        : undefined,
  run(report) {
    const { host, cdn } = report
    const port = sitePort(report)
    const chains = host?.firewall ?? []
    const ranges = (cdn?.ranges ?? []).filter((range) => {
      const { verdict } = letIn(chains, range, port)
      return verdict === 'out' || verdict === 'part'
    })
    const [first] = ranges
    if (first === undefined) return []
    const isAll = ranges.length === cdn?.ranges.length
    const { by } = letIn(chains, first, port)
    return [
      {
        severity: 'error',
        says: isAll
          ? `The firewall lets no range of the CDN in at port ${port} (${by}).`
          : `The firewall turns ${ranges.length} of ${cdn?.ranges.length ?? 0} ranges of the CDN away at port ${port}: ${listed(ranges)} (${by}). Some of its places get a 521 or 522, and others get in.`,
        fix: `Allow all published ranges before that rule: \`nft insert rule inet filter input ip saddr { ${listed(ranges, 3)} } tcp dport ${port} accept\`, and load the list from the CDN regularly.`,
        verify: 'Run `holdfast doctor lint` again: this finding is gone.',
      },
    ]
  },
}
