import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Bundle } from '#protocol/bundle.ts'
import { command } from '../../../test/fixtures/command.ts'
import { bundledPicture, onePixelPng } from '../../../test/support/some-picture.ts'

const folder = mkdtempSync(join(tmpdir(), 'holdfast-cli-support-'))
const evening = Date.UTC(2026, 10, 29, 21, 30, 5)

const bundle: Bundle = {
  holdfast: 'support-bundle',
  version: 1,
  id: '01991f00-0000-7000-8000-000000000000',
  madeAt: evening,
  madeAtLocal: '2026-11-29T22:30:05+01:00[Europe/Berlin]',
  clockAheadMs: 92_000,
  shell: '0123456789abcdef',
  protocol: 1,
  about: 'words',
  sections: {
    words: 'The last page is gone.\nIt was there at ten.',
    faults: [
      {
        fault: 'origin-refused',
        side: 'server',
        title: 'The server is not accepting connections',
        path: '/api/chats/:id/turns',
        firstAt: evening - 600_000,
        lastAt: evening,
        times: 12,
        lastWellAt: evening - 601_000,
        because: 'ECONNREFUSED',
        requestIds: ['01991f00-0000-7000-8000-00000000000a'],
      },
    ],
    checks: [
      { hop: 'edge', at: evening, tookMs: 4, fault: null, side: null, says: 'ready' },
      { hop: 'server', at: evening, tookMs: 5, fault: 'origin-refused', side: 'server', says: 'ECONNREFUSED' },
    ],
    tried: [{ remedy: 'vpn-off', at: evening }],
  },
  leftOut: ['ledger', 'device'],
  removed: [{ kind: 'e-mail address', times: 2 }],
}

const script = '<script>alert(1)</script>\u001b]0;owned\u0007\u001b[2J\u202e\u0000\n  LEFT OUT: nothing'

beforeAll(() => {
  const write = (name: string, content: unknown): void => writeFileSync(join(folder, name), JSON.stringify(content))
  write('good.json', bundle)
  write('picture.json', { ...bundle, sections: { ...bundle.sections, picture: bundledPicture } })
  write('no-picture.json', { ...bundle, sections: { picture: { ...bundledPicture, base64: 'PHNjcmlwdD4=' } } })
  write('newer.json', { holdfast: 'support-bundle', version: 7, everything: 'else' })
  write('other.json', { holdfast: 'archive', version: 1 })
  write('damaged.json', { ...bundle, sections: { faults: 'many' } })
  write('hostile.json', withEveryText(bundle))
  writeFileSync(join(folder, 'noise.json'), Buffer.from([0x7b, 0xff, 0x00]))
  writeFileSync(join(folder, 'huge.json'), '{')
  truncateSync(join(folder, 'huge.json'), 100_000_001)
})
afterAll(() => rmSync(folder, { recursive: true }))

const failedHop = {
  hop: 'server',
  at: evening,
  tookMs: 3,
  result: 'fault',
  isUnsteady: false,
  status: 503,
  side: 'server',
  retryAfterMs: null,
} as const

/** Every text of a bundle that is free to be any. */
function withEveryText({ sections: { faults, checks, ...sections }, ...rest }: Bundle): Bundle {
  return {
    ...rest,
    madeAtLocal: script,
    shell: script,
    removed: [{ kind: script, times: 1 }],
    sections: {
      ...sections,
      words: script,
      faults: faults?.map((one) => ({
        ...one,
        fault: script,
        title: script,
        path: script,
        because: script,
        requestIds: [script],
      })),
      checks: checks?.map((one) => ({ ...one, fault: script, says: script })),
      tests: {
        runs: [{ at: evening, network: 7, hops: [{ ...failedHop, fault: script, says: script }] }],
        steps: [{ step: 'vpn', at: evening, outcome: 'same', says: script }],
        other: null,
        verdict: { side: 'server', p: 0.9, says: script, because: [script], cannotTell: [], action: script },
      },
      device: {
        browser: script,
        system: script,
        isMobile: true,
        languages: [script],
        window: { width: 390, height: 840 },
        saysOnline: false,
        connection: script,
        shell: 'kept',
        storage: null,
      },
      ledger: {
        countedAt: 8.64e15 + 1,
        drafts: { boxes: 1, characters: 2 },
        turnsWaiting: 3,
        repliesReading: 0,
        copies: null,
        lastCopy: null,
        isLasting: true,
        storeFault: script,
        server: {
          askedAt: evening,
          isReachable: false,
          history: script,
          restoredFrom: null,
          chats: 4,
          messages: 5,
          characters: 6,
          repliesWriting: 0,
          repliesWaiting: 0,
          lastBackup: null,
          storageFault: script,
          backupFault: script,
        },
      },
    },
  }
}

async function support(...args: readonly string[]) {
  // A configuration that nothing can start with: help is asked for when all is broken.
  const run = command(['support', ...args], { folder, env: { HOLDFAST_EDGE_PORT: 'none' } })
  const { code } = await run.ended
  return { code, stdout: run.stdout(), stderr: run.stderr() }
}

test('a bundle is printed in plain text, with every time in its zone', async () => {
  const { code, stdout, stderr } = await support('open', 'good.json')
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  expect(stdout).toBe(`Holdfast support bundle 01991f00-0000-7000-8000-000000000000 (form 1)
Made 2026-11-29T22:30:05+01:00[Europe/Berlin], which is 2026-11-29 21:30:05 UTC
The device's clock: 92 s ahead of the server’s
The page: build 0123456789abcdef, protocol 1
About: Words are missing or changed

IN THEIR OWN WORDS
  The last page is gone.
  It was there at ten.

FAULTS SEEN LATELY
  origin-refused (server): The server is not accepting connections
    at /api/chats/:id/turns, 12 times, 2026-11-29 21:20:05 UTC to 2026-11-29 21:30:05 UTC; the server last answered 2026-11-29 21:20:04 UTC
    seen: ECONNREFUSED
    requests: 01991f00-0000-7000-8000-00000000000a

CONNECTION TESTS
  edge: answered, 4 ms, 2026-11-29 21:30:05 UTC: ready
  server: origin-refused (server), 5 ms, 2026-11-29 21:30:05 UTC: ECONNREFUSED

WHAT WAS TRIED
  VPN or proxy off, 2026-11-29 21:30:05 UTC

Left out by the person: where the words are, in counts, browser and device
Replaced because it looked like a secret or an address: 2 × e-mail address
`)
})

test('a picture is told of, and written to a file that was not there', async () => {
  const told = await support('open', 'picture.json')
  expect(told.stdout).toContain(
    `THEIR OWN PICTURE\n  PNG, 1 × 1 pixels, ${onePixelPng.length} bytes; not in this text, but in the file\n`,
  )
  const { code, stdout } = await support('open', 'picture.json', '--picture', 'seen.png')
  expect([code, stdout]).toEqual([0, told.stdout])
  expect(readFileSync(join(folder, 'seen.png')).equals(onePixelPng)).toBe(true)
  const again = await support('open', 'picture.json', '--picture', 'good.json')
  expect(again.stderr).toMatch(/^picture\.json has a picture that cannot be written to good\.json \(.*EEXIST/)
  expect(JSON.parse(readFileSync(join(folder, 'good.json'), 'utf8'))).toEqual(bundle)
})

test('the same as JSON, for programs', async () => {
  expect(JSON.parse((await support('open', 'good.json', '--json')).stdout)).toEqual(bundle)
  expect(JSON.parse((await support('open', '--json', 'hostile.json')).stdout)).toEqual(withEveryText(bundle))
})

test.for([
  { as: 'text', flags: [] },
  { as: 'JSON', flags: ['--json'] },
])('whatever stands in a field, a terminal obeys none of it: $as', async ({ flags }) => {
  const { code, stdout } = await support('open', 'hostile.json', ...flags)
  expect(code).toBe(0)
  expect(stdout.split('\n').join('')).not.toMatch(/[\p{Cc}\u202e]/u)
  // What looks like a line of ours is indented, or stands within one.
  expect(stdout.split('\n').filter((line) => line.startsWith('LEFT OUT'))).toEqual([])
})

describe('refuses in one sentence, and ends with 2', () => {
  test.for([
    [[], /^What is to be done\?/],
    [['close', 'good.json'], /^`holdfast support` cannot `close`/],
    [['open'], /^Which bundle/],
    [['open', 'good.json', 'other.json'], /^`other\.json` is one file too many/],
    [['open', 'good.json', '--jsno'], /^`holdfast support` does not take `--jsno`: did you mean `--json`\?$/],
    [['open', 'gone.json'], /^gone\.json cannot be read \(.*ENOENT/],
    [['open', 'huge.json'], /^huge\.json is larger than 100 MB/],
    [['open', 'noise.json'], /^noise\.json is not a support bundle/],
    [['open', 'other.json'], /^other\.json is not a support bundle/],
    [['open', 'newer.json'], /^newer\.json is a bundle of form 7, and this Holdfast reads form 1/],
    [['open', 'good.json', '--picture', 'no.png'], /^good\.json has no picture in it/],
    [['open', 'good.json', '--picture'], /^Where is the picture to go\?/],
    [
      ['open', 'no-picture.json'],
      /^no-picture\.json is a damaged bundle: `sections\.picture` .* not the picture that it says/,
    ],
    [['open', 'damaged.json'], /^damaged\.json is a damaged bundle: `sections\.faults` has not the right form/],
  ] as const)('%j', async ([args, says]) => {
    const { code, stdout, stderr } = await support(...args)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr.trimEnd()).toMatch(says)
    expect(stderr.trimEnd()).not.toContain('\n')
  })
})
