import type { Fault } from '../fault.ts'
import { fromEdge, turnAway } from './means.ts'

/** Nothing is wrong with the origin, or nothing that one attempt could prove: none of these is ever an outage. */
export const well: readonly Fault[] = [
  { id: '00', title: 'All is well', isWell: true, make: async (stage) => void (await stage.serve()) },
  {
    id: '01',
    title: 'All is well by https',
    isTls: true,
    isWell: true,
    make: async (stage) => void (await stage.serveTls()),
  },
  {
    id: '4b',
    title: 'The origin answers after four seconds',
    isWell: true,
    make: async (stage) => void (await stage.serve({ manner: 'slow' })),
  },
  {
    id: '60-30',
    formOf: '60',
    title: 'Three of ten packets are lost on the way',
    isWell: true,
    alsoRight: ['well'],
    async make(stage) {
      await stage.serve()
      const rule = `${fromEdge} numgen random mod 100 < 30 counter drop`
      await turnAway(stage, { at: 'router', hook: 'forward', rule })
      return undefined
    },
  },
]
