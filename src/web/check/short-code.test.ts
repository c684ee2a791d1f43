import fc from 'fast-check'
import { expect, test } from 'vitest'
import { sides } from '#protocol/fault.ts'
import { hopResults, meetingCodePattern, visitorHops, type HopTest, type VisitorRun } from '#protocol/visitor-tests.ts'
import { codeLetters, readShortCode, shortCodeOf } from './short-code.ts'

const anyTest = (hop: HopTest['hop']): fc.Arbitrary<HopTest | null> =>
  fc.option(
    fc.record({ result: fc.constantFrom(...hopResults), side: fc.option(fc.constantFrom(...sides)) }).map((seen) => ({
      hop,
      at: 5,
      tookMs: 0,
      isUnsteady: false,
      status: null,
      fault: null,
      retryAfterMs: null,
      says: '',
      ...seen,
    })),
  )

const anyRun: fc.Arbitrary<VisitorRun> = fc
  .tuple(fc.option(fc.nat(65_535)), ...visitorHops.map(anyTest))
  .map(([network, ...hops]) => ({ at: 5, network, hops: hops.filter((hop) => hop !== null) }))

function gist({ network, hops }: VisitorRun): unknown {
  const told = hops.filter(({ hop }) => hop !== 'page' && hop !== 'device').map(({ hop, result }) => [hop, result])
  const side = hops.find(({ hop }) => hop === 'server')?.side ?? null
  return { network, told, side, isOnline: hops.find(({ hop }) => hop === 'device')?.result === 'ok' }
}

test('what is told in ten letters is what was seen', () => {
  fc.assert(
    fc.property(anyRun, (run) => {
      const code = shortCodeOf(run)
      expect(code).toMatch(meetingCodePattern)
      const read = readShortCode(`${code.slice(0, 5)} ${code.slice(5).toUpperCase()}`, 5)
      expect(read.ok && gist(read.value)).toEqual(gist(run))
    }),
  )
})

test('one wrong letter is found out nearly always, and never makes anything break', () => {
  let missed = 0
  const letters = fc.constantFrom(...codeLetters)
  fc.assert(
    fc.property(anyRun, fc.nat(9), letters, (run, place, letter) => {
      const code = shortCodeOf(run)
      const slip = `${code.slice(0, place)}${letter}${code.slice(place + 1)}`
      if (slip !== code && readShortCode(slip, 5).ok) missed++
    }),
    { numRuns: 500 },
  )
  expect(missed).toBeLessThan(40)
})

test.for(['', 'abc', '!!!!!!!!!!', 'abcdefghjkm'])('%j is no such code', (typed) => {
  expect(readShortCode(typed, 0)).toMatchObject({ ok: false })
})
