import type { LintReport } from '#protocol/lint.ts'
import type { LintRule } from '../rule.ts'

const dayMs = 86_400_000
/** What renews certificates does so with a third of their life left, which is 30 days of the usual 90: by then it has failed. */
const soonDays = 21
const verySoonDays = 7

/** The certificate that visitors or the CDN are shown ends soon. */
export const certificateOver: LintRule = {
  id: 'certificate-over',
  lacks: (report) =>
    untilOf(report) === undefined ? 'a certificate: name the site by https, or --certificate' : undefined,
  run(report) {
    const until = untilOf(report)
    const days = until === undefined ? Number.NaN : Math.floor((Date.parse(until) - Date.parse(report.at)) / dayMs)
    if (!(days < soonDays)) return []
    const says = days < 0 ? `The certificate has been over for ${-days} days` : `The certificate ends in ${days} days`
    return [
      {
        severity: days < verySoonDays ? 'error' : 'warning',
        says: `${says} (${until ?? ''}). Behind a CDN that checks it, that is a 526 for everybody.`,
        fix: 'Renew it now, and find out why it was not by itself: `certbot renew --dry-run`, or the log of what renews it.',
        verify: 'Run `holdfast doctor lint` again: this finding is gone.',
      },
    ]
  },
}

/** What is served counts; what lies on the disk only where nobody could look at that. */
function untilOf({ served, host }: LintReport): string | undefined {
  return (served ?? host?.certificateOnDisk)?.until
}
