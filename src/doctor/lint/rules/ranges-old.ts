import type { LintRule } from '../rule.ts'

const dayMs = 86_400_000
/** CDNs change their ranges every year or two. */
const oldDays = 90

/** The list of the CDN's ranges by which all of this was judged. */
export const rangesOld: LintRule = {
  id: 'ranges-old',
  lacks: ({ cdn }) => (cdn === undefined ? 'the ranges of the CDN' : undefined),
  run({ cdn, at }) {
    const days = Math.floor((Date.parse(at) - Date.parse(cdn?.asOf ?? at)) / dayMs)
    if (!(days > oldDays)) return []
    return [
      {
        severity: 'warning',
        says: `The list of the CDN’s ranges is ${days} days old, and whoever is missing on it is not looked for.`,
        fix: 'Fetch it anew: `holdfast edge ranges --update`.',
        verify: '`holdfast edge ranges` says its day.',
      },
    ]
  },
}
