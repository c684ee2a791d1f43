import { seededChance } from '../chance.ts'
import { inWorld, type WorldOrder } from '../hosts/in-world.ts'
import type { Papers } from '../papers.ts'
import type { Visit } from '../record.ts'
import { openVisitor, type OpenVisitorOptions, type Told, type Visitor } from './browser.ts'
import { openVisitedSite } from './site.ts'
import type { VisitFault } from './visit-fault.ts'

export interface VisitOrder {
  readonly fault: VisitFault
  readonly seed: number
}

export interface VisitOptions extends WorldOrder, Pick<OpenVisitorOptions, 'chromium' | 'clock'> {
  readonly papers: Papers
}

/** Looks that are at most taken until the page says that all is well. */
const mostLooks = 30

/** Opens a site and a browser that has been there, breaks what is to be broken, and asks the page whose side it is on. */
export async function makeVisit({ fault, seed }: VisitOrder, options: VisitOptions): Promise<Visit> {
  const { papers, clock } = options
  return inWorld(options, async (place) => {
    const chance = seededChance(fault.id, seed)
    const site = await openVisitedSite({ ...place, papers, chance })
    const visitor = await openVisitor({ ...place, ...options })
    try {
      if (!(await comesTo(visitor, isAtHome))) throw new Error('the site was never well before it was broken')
      const mend = await fault.make(site)
      const from = clock.now()
      const told = await visitor.look()
      const tookMs = clock.now() - from
      await mend?.()
      const isOver = await comesTo(visitor, ({ verdict }) => verdict.side === null)
      return visitOf({ fault, seed }, told, { tookMs, isOver })
    } finally {
      await visitor.close()
    }
  })
}

async function comesTo(visitor: Visitor, is: (told: Told) => boolean): Promise<boolean> {
  for (let looks = 0; looks < mostLooks; looks++) if (is(await visitor.look())) return true
  return false
}

/** All is well, and the browser has all that it can have of a site that it has been to. */
function isAtHome({ verdict, run: { hops }, isPageKept }: Told): boolean {
  return verdict.side === null && isPageKept && hops.some(({ hop }) => hop === 'elsewhere')
}

function visitOf({ fault, seed }: VisitOrder, { verdict, run }: Told, came: Pick<Visit, 'tookMs' | 'isOver'>): Visit {
  const right = [fault.side, ...(fault.alsoRight ?? [])]
  return {
    fault: fault.id,
    title: fault.title,
    seed,
    side: fault.side,
    said: verdict.side,
    p: verdict.p,
    together: verdict.cannotTell,
    isRight: right.includes(verdict.side),
    hops: run.hops.map(({ hop, result, says }) => ({ hop, result, says })),
    ...came,
  }
}
