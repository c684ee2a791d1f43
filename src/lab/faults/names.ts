import { oneOf } from '../chance.ts'
import type { Fault } from '../fault.ts'
import { addresses } from '../hosts/addresses.ts'
import type { Saying } from '../programs/order.ts'

/** What name servers say is wrong, or nothing (530). Nobody has told the doctor where the origin is. */
export const names: readonly Fault[] = [
  told('nx', 'The name does not exist', { code: 3 }),
  told('nodata', 'The name has no address', { code: 0 }),
  told('servfail', 'The name server fails', { code: 2 }),
  told('refused', 'The name server refuses', { code: 5 }),
  told('formerr', 'The name server understands nothing', { code: 1 }),
  told('notimp', 'The name server does not know such questions', { code: 4 }),
  told('timeout', 'The name server is silent', 'nothing'),
  told('loop', 'The name is another name for itself', 'itself'),
  told('nullip', 'The name leads to 0.0.0.0', { addresses: ['0.0.0.0'] }),
]

function told(id: string, title: string, says: Saying): Fault {
  return {
    id,
    title,
    origin: null,
    names: says,
    async make(stage) {
      // Whether there is a server behind it or not, nobody gets to see.
      const isServed = oneOf(stage.chance, true, false)
      if (isServed) await stage.serve()
      return async () => {
        if (!isServed) await stage.serve()
        await stage.name({ addresses: [addresses.origin] })
      }
    },
  }
}
