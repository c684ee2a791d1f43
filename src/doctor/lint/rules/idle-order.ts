import type { LintRule } from '../rule.ts'

/** Node's own usual time is 5 s, nginx's 75 s. Edges keep idle connections for a minute and more; Cloudflare for 900 s. */
const tooShortMs = 60_000

/** The origin closes idle connections before whoever is in front of it does: now and then a request meets a closing one. */
export const idleOrder: LintRule = {
  id: 'idle-order',
  lacks: ({ idleMs }) =>
    idleMs === undefined
      ? 'after how long the origin closes idle connections: it does not say so in `Keep-Alive`'
      : undefined,
  run({ idleMs = 0 }) {
    if (idleMs >= tooShortMs) return []
    return [
      {
        severity: 'warning',
        says: `The origin closes connections after ${Math.round(idleMs / 1000)} s of idleness. Whoever is in front of it keeps them longer, so now and then a request goes into a closing one: a 520 that nobody can explain.`,
        fix: 'Set its time for idle connections above that of the edge: `keepalive_timeout 905s;` in nginx, `server.keepAliveTimeout = 905_000` in Node.',
        verify: '`curl -sI` on the origin shows `Keep-Alive: timeout=905`.',
      },
    ]
  },
}
