import { isWithin, spanOf } from '../ranges.ts'
import { listed, type LintRule } from '../rule.ts'

/** The name leads to an address that is neither the CDN's nor the origin's. */
export const nameOld: LintRule = {
  id: 'name-old',
  lacks: ({ names, origin, host }) =>
    names === undefined
      ? 'what name servers say: name the site'
      : origin === undefined && host?.addresses === undefined
        ? 'where the origin is: --origin ADDRESS, or a collector on it'
        : undefined,
  run({ names = [], origin, host, cdn }) {
    const known = [...(origin ?? host?.addresses ?? []), ...(cdn?.ranges ?? [])].flatMap((one) => spanOf(one) ?? [])
    const old = names.filter((address) => {
      const span = spanOf(address)
      return span !== undefined && !known.some((one) => isWithin(span, one))
    })
    if (old.length === 0) return []
    return [
      {
        severity: 'error',
        says: `The name leads to ${listed(old)}, which is neither the origin (${listed(origin ?? host?.addresses ?? [])}) nor the CDN. Some visitors end at another machine.`,
        fix: 'Take the record out, or correct it; others keep the old one for as long as its TTL says.',
        verify: 'Run `holdfast doctor lint` again after the TTL: this finding is gone.',
      },
    ]
  },
}
