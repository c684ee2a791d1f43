import { bundleVersion, type Bundle } from '../../src/protocol/bundle.ts'

/** A bundle as a page makes it. */
export function someBundle(more: Partial<Bundle> = {}): Bundle {
  const madeAt = Date.UTC(2026, 10, 29, 11, 58, 3)
  return {
    holdfast: 'support-bundle',
    version: bundleVersion,
    id: '01991f00-0000-7000-8000-000000000000',
    madeAt,
    madeAtLocal: '2026-11-29T12:58:03+01:00[Europe/Berlin]',
    clockAheadMs: 120,
    shell: '0123456789abcdef',
    protocol: 1,
    about: 'broken',
    sections: {
      words: 'The page says 521 since noon, and my last message still waits.',
      faults: [
        {
          fault: 'origin-refused',
          side: 'server',
          title: 'The server is not accepting connections',
          path: '/api/chats/:id/turns',
          firstAt: madeAt - 180_000,
          lastAt: madeAt - 3_000,
          times: 12,
          lastWellAt: madeAt - 200_000,
          because: 'connect ECONNREFUSED 127.0.0.1:8522',
          requestIds: ['01991f00-0000-7000-8000-00000000000a'],
        },
      ],
      tried: [{ remedy: 'reloaded', at: madeAt - 60_000 }],
    },
    leftOut: ['device'],
    removed: [],
    ...more,
  }
}

const nasty = `</pre><script>alert(1)</script><img src=x onerror=alert(1)>"'&\u0000\u001b[31m`

/** A bundle in which every text wants to be run. It has the form of one. */
export function nastyBundle(): Bundle {
  const plain = someBundle()
  const fault = plain.sections.faults?.[0]
  return {
    ...plain,
    madeAtLocal: nasty,
    shell: nasty,
    sections: {
      words: nasty,
      faults:
        fault === undefined
          ? []
          : [{ ...fault, fault: nasty, title: nasty, path: nasty, because: nasty, requestIds: [nasty] }],
      checks: [{ hop: 'edge', at: 1, tookMs: 1, fault: nasty, side: null, says: nasty }],
      device: {
        browser: nasty,
        system: nasty,
        isMobile: false,
        languages: [nasty],
        window: { width: 1, height: 1 },
        saysOnline: true,
        connection: nasty,
        shell: 'kept',
        storage: null,
      },
    },
    removed: [{ kind: nasty, times: 1 }],
  }
}
