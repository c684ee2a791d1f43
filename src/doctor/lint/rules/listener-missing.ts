import { isLoopbackListener } from '../../host/loopback.ts'
import { sitePort, type LintRule } from '../rule.ts'

/** The port at which the edge asks has no listener that it could reach. */
export const listenerMissing: LintRule = {
  id: 'listener-missing',
  lacks: ({ host, site }) =>
    host?.listeners === undefined
      ? 'who listens on the origin'
      : site === undefined
        ? 'how the edge asks the origin: name the site'
        : undefined,
  run(report) {
    const port = sitePort(report)
    const here = (report.host?.listeners ?? []).filter((one) => one.port === port)
    const other = port === 443 ? 80 : 443
    const isOther = (report.host?.listeners ?? []).some((one) => one.port === other)
    const verify = `\`ss -ltn\` on the origin shows a listener at 0.0.0.0:${port} or [::]:${port}.`
    if (here.length === 0) {
      const mode = port === 443 ? 'with TLS (Full)' : 'without TLS (Flexible)'
      return [
        {
          severity: 'error',
          says: `Nothing listens at port ${port}, where the edge asks ${mode}.${isOther ? ` Port ${other} has a listener.` : ''}`,
          fix:
            port === 443
              ? 'Add `listen 443 ssl` with a certificate. Do not take the TLS away in the settings of the CDN instead.'
              : 'Start the web server at port 80, or set the CDN to ask with TLS.',
          verify,
        },
      ]
    }
    if (!here.every(({ address }) => isLoopbackListener(address))) return []
    return [
      {
        severity: 'error',
        says: `Port ${port} is listened to at ${here.map(({ address }) => address).join(', ')} alone, which no other machine reaches.`,
        fix: 'Have the server listen at 0.0.0.0 and [::], or put something in front of it that does.',
        verify,
      },
    ]
  },
}
