import type { LintRule } from '../rule.ts'

/** CDNs give a silent answer up after 100 s, and some that sit between after 60 s. */
const mostMs = 45_000
const fatalMs = 95_000

/** A stream that waits for the model is silent for longer than those on the way allow. */
export const heartbeat: LintRule = {
  id: 'heartbeat',
  lacks: ({ settings }) => (settings === undefined ? 'Holdfast’s settings: run it where they are' : undefined),
  run({ settings }) {
    const ms = settings?.heartbeatMs ?? 0
    if (ms <= mostMs) return []
    return [
      {
        severity: ms > fatalMs ? 'error' : 'warning',
        says: `A silent stream gets a sign of life every ${Math.round(ms / 1000)} s only. CDNs end what is silent for 100 s with a 524, and others on the way sooner.`,
        fix: 'Set `streamHeartbeatMs` to 45000 or less, or leave it out.',
        verify: '`holdfast config` shows it.',
      },
    ]
  },
}
