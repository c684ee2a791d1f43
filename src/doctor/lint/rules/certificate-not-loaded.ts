import type { LintRule } from '../rule.ts'

/** A newer certificate lies on the disk, and the server still shows the old one. */
export const certificateNotLoaded: LintRule = {
  id: 'certificate-not-loaded',
  lacks: ({ served, host }) =>
    served === undefined
      ? 'the certificate that is served: name the site by https'
      : host?.certificateOnDisk === undefined
        ? 'the certificate on the disk: --certificate FILE on the origin'
        : undefined,
  run({ served, host }) {
    const onDisk = host?.certificateOnDisk
    if (onDisk === undefined || served === undefined || onDisk.fingerprint === served.fingerprint) return []
    const isNewer = Date.parse(onDisk.until) > Date.parse(served.until)
    return [
      {
        severity: isNewer ? 'error' : 'warning',
        says: isNewer
          ? `A certificate until ${onDisk.until} lies on the disk, and one until ${served.until} is served: nobody has loaded the new one.`
          : 'The certificate that is served is not the one on the disk: another server answers there, or another file is meant.',
        fix: isNewer
          ? 'Reload the web server (`systemctl reload nginx`), and have what renews certificates do it each time (`--deploy-hook`).'
          : 'Name the file that the server reads (`--certificate`), or find out who answers at that port.',
        verify: 'Run `holdfast doctor lint` again: this finding is gone.',
      },
    ]
  },
}
