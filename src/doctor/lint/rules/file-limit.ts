import type { LintRule } from '../rule.ts'

/** One visitor may take two: a connection from the edge, and one to a back end. */
const fewFiles = 4096
const nearlyFull = 0.8

/** The server may open too few files, or has opened nearly all that it may. */
export const fileLimit: LintRule = {
  id: 'file-limit',
  lacks: ({ host }) =>
    host?.fileLimit === undefined ? 'the limit of the server’s process: run it as root on the origin' : undefined,
  run({ host }) {
    const { fileLimit: limit = 0, openFiles = 0 } = host ?? {}
    const isNearlyFull = openFiles > nearlyFull * limit
    if (!isNearlyFull && limit >= fewFiles) return []
    return [
      {
        severity: isNearlyFull ? 'error' : 'warning',
        says: isNearlyFull
          ? `The server has ${openFiles} of ${limit} files open. At the limit Node closes each new connection at once (a 520), and nginx takes none (522, 524).`
          : `The server may have ${limit} files open, and each visitor takes one or two.`,
        fix: 'Raise it: `LimitNOFILE=65536` in the unit, `systemctl daemon-reload` and a restart; if the number only ever grows, something is not closed.',
        verify: '`cat /proc/PID/limits` shows the new limit.',
      },
    ]
  },
}
