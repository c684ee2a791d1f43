/** The classes of outages that everybody has, as a help article of a chat site lists them. */
export const classIds = ['minor-overload', 'restart', 'infrastructure', 'major-hosting'] as const
export type ClassId = (typeof classIds)[number]

/** One class: how common it is, and how ln(minutes) is spread in it. */
export interface OutageClass {
  readonly id: ClassId
  readonly weight: number
  readonly mean: number
  readonly spread: number
}

/** How long each class usually lasts: from the shortest to the longest tenth. */
const usual: readonly UsualClass[] = [
  { id: 'minor-overload', weight: 0.35, fromMin: 2, toMin: 10 },
  { id: 'restart', weight: 0.35, fromMin: 5, toMin: 30 },
  { id: 'infrastructure', weight: 0.2, fromMin: 60, toMin: 180 },
  { id: 'major-hosting', weight: 0.1, fromMin: 180, toMin: 720 },
]

interface UsualClass {
  readonly id: ClassId
  readonly weight: number
  readonly fromMin: number
  readonly toMin: number
}

/** The tenths of a normal distribution lie this many standard deviations apart. */
const betweenTenths = 2.5632

/** What is believed of outages before any was seen here. */
export const priorClasses: readonly OutageClass[] = usual.map(({ id, weight, fromMin, toMin }) => ({
  id,
  weight,
  mean: (Math.log(fromMin) + Math.log(toMin)) / 2,
  spread: Math.max(0.45, (Math.log(toMin) - Math.log(fromMin)) / betweenTenths),
}))
