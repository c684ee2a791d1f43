/** Whose side a fault is on: who can mend it. */
export const sides = ['you', 'your-network', 'edge', 'path', 'hosting', 'server', 'model'] as const
export type Side = (typeof sides)[number]

export interface Fault {
  /** The HTTP status it travels with. 520-530 are the numbers that CDNs made known; they have no entry at IANA. */
  readonly status: number
  readonly side: Side
  /** What happened, in a few words. */
  readonly title: string
  /** What happened, for the person who meets it. */
  readonly says: string
  /** What is safe, as a fact. */
  readonly kept: string
  /** What to do, or that nothing need be done. */
  readonly todo: string
}
