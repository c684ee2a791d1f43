import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { expired, usualRetention } from './retention.ts'

const dayMs = 86_400_000
const midnight = Date.UTC(2026, 0, 1)

/** One a day at four in the morning, for so many days. */
const daily = (days: number) =>
  Array.from({ length: days }, (_, day) => ({ at: midnight + day * dayMs + 4 * 3_600_000 }))

function keptOf(backups: readonly { readonly at: number }[]) {
  const gone = new Set(expired(backups, usualRetention))
  return backups.filter((backup) => !gone.has(backup)).toSorted((a, b) => b.at - a.at)
}

test('of three years of daily backups 7 days, 4 weeks and 12 months are left', () => {
  const days = keptOf(daily(3 * 365)).map(({ at }) => new Date(at).toISOString().slice(0, 10))
  const latestDays = ['2028-12-30', '2028-12-29', '2028-12-28', '2028-12-27', '2028-12-26', '2028-12-25', '2028-12-24']
  // Sundays are the last days of their weeks; those of the last two are there already.
  const sundays = ['2028-12-17', '2028-12-10']
  const lastOfMonths = ['2028-11-30', '2028-10-31', '2028-09-30', '2028-08-31', '2028-07-31', '2028-06-30']
  lastOfMonths.push('2028-05-31', '2028-04-30', '2028-03-31', '2028-02-29', '2028-01-31')
  expect(days).toEqual([...latestDays, ...sundays, ...lastOfMonths])
})

test('a backup of long ago stays when nothing younger of its kind is there', () => {
  expect(expired([{ at: 0 }, { at: midnight }], usualRetention)).toEqual([])
})

describe('whatever backups there are', () => {
  const backups = fc.array(fc.record({ at: fc.integer({ min: 0, max: 5 * 365 * dayMs }) }), { maxLength: 200 })
  const retention = fc.record({ daily: fc.nat(9), weekly: fc.nat(6), monthly: fc.nat(14) })

  test('the youngest stays', () => {
    fc.assert(
      fc.property(backups, retention, (all, kept) => {
        const youngest = Math.max(...all.map(({ at }) => at))
        expect(expired(all, kept).length).toBeLessThan(Math.max(1, all.length))
        expect(all.filter((one) => !expired(all, kept).includes(one)).some(({ at }) => at === youngest)).toBe(
          all.length > 0,
        )
      }),
    )
  })

  test('no more are left than the rule says, and as many of the latest days as it says', () => {
    fc.assert(
      fc.property(backups, retention, (all, rule) => {
        const gone = new Set(expired(all, rule))
        const kept = all.filter((one) => !gone.has(one))
        expect(kept.length).toBeLessThanOrEqual(Math.max(1, rule.daily + rule.weekly + rule.monthly))
        const daysOf = (some: typeof all) => new Set(some.map(({ at }) => Math.floor(at / dayMs)))
        const latest = [...daysOf(all)].toSorted((a, b) => b - a).slice(0, rule.daily)
        expect([...daysOf(kept)]).toEqual(expect.arrayContaining(latest))
      }),
    )
  })

  test('nothing more goes when it is asked again', () => {
    fc.assert(
      fc.property(backups, retention, (all, rule) => {
        const gone = new Set(expired(all, rule))
        expect(
          expired(
            all.filter((one) => !gone.has(one)),
            rule,
          ),
        ).toEqual([])
      }),
    )
  })
})
