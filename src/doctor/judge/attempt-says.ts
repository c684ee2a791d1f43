import type { Attempt } from '#protocol/case.ts'

/** One attempt in one line: what was asked, how it ended, after how long. */
export function attemptSays(attempt: Attempt): string {
  const { address, port, tookMs, connectMs } = attempt
  const where =
    address === undefined
      ? ''
      : `${address.includes(':') ? `[${address}]` : address}${port === undefined ? '' : `:${port}`} `
  const lasted = tookMs ?? connectMs
  const after = lasted === undefined ? '' : ` after ${durationSays(lasted)}`
  return `${where}${endSays(attempt)}${after}.`
}

function endSays({ phase, code, status, sizeBytes = 0, server, certificate }: Attempt): string {
  const by = server === undefined ? '' : ` (${server})`
  if (code === undefined) return status === undefined ? 'was asked' : `answered ${status}${by}`
  const at = phase === undefined || phase === 'done' ? '' : ` in phase ${phase}`
  const begun = status === undefined ? '' : `, with status ${status} and ${sizeBytes} bytes begun`
  const whose =
    certificate?.subject === undefined || phase !== 'certificate' ? '' : `, certificate of ${certificate.subject}`
  return `failed${at} with ${code}${begun}${whose}`
}

export function durationSays(ms: number): string {
  return ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`
}
