import { causes, unknownId } from '../catalogue.ts'
import type { Cause } from '../causes/cause.ts'
import { features, usual, type Feature } from '../causes/features.ts'

/** At least this much stays for values that a cause does not name: nothing is impossible, so no evidence is a proof. */
const leastRest = 0.02

/** How likely each value of a feature is under each cause: by feature, then by cause, then by value. */
const tables: ReadonlyMap<Feature, ReadonlyMap<string, ReadonlyMap<string, number>>> = new Map(
  featureNames().map((feature) => [
    feature,
    new Map([...causes].map(([id, cause]) => [id, oddsOf(id, cause, feature)])),
  ]),
)

/**
 * How likely it is under a cause that a feature is seen as one of these values. Evidence of which we are in doubt is drawn
 * towards what is as likely under every cause, and so says less.
 */
export function likelihood(cause: string, { feature, values, doubt }: Seen): number {
  const odds = tables.get(feature)?.get(cause) ?? new Map<string, number>()
  const sum = values.reduce((total, value) => total + (odds.get(value) ?? 0), 0)
  const blind = values.length / features[feature].length
  return (1 - doubt) * sum + doubt * blind
}

export interface Seen {
  readonly feature: Feature
  /** What it may have been: several where the evidence is too coarse to say which. */
  readonly values: readonly string[]
  /** From 0 to 1: how little the evidence may be worth. */
  readonly doubt: number
}

export function featureNames(): readonly Feature[] {
  return Object.keys(features).filter(isFeature)
}

function isFeature(name: string): name is Feature {
  return Object.hasOwn(features, name)
}

function oddsOf(id: string, cause: Cause, feature: Feature): ReadonlyMap<string, number> {
  const values: readonly string[] = features[feature]
  const stated: Readonly<Record<string, number | undefined>> =
    id === unknownId ? {} : (cause.expects[feature] ?? usual[feature] ?? {})
  const named = values.filter((value) => stated[value] !== undefined)
  const total = named.reduce((sum, value) => sum + (stated[value] ?? 0), 0)
  // Values that are all named share everything; otherwise what is left goes to the others in equal parts.
  const rest = named.length === values.length ? 0 : named.length === 0 ? 1 : Math.max(leastRest, 1 - total)
  const others = values.length - named.length
  const scale = total === 0 ? 0 : (1 - rest) / total
  return new Map(
    values.map((value) => {
      const own = stated[value]
      return [value, own === undefined ? rest / others : own * scale]
    }),
  )
}
