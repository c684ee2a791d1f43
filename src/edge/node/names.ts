import { Resolver } from 'node:dns/promises'
import type { Names } from '../floods/crawlers.ts'
import { codeOf } from './error-code.ts'

const patience = { timeout: 1500, tries: 2 }

/** The DNS, asked at a name server (`address:port`) or, without one, at those of the system. */
export function namesFrom(server: string | null): Names {
  const resolver = new Resolver(patience)
  if (server !== null) resolver.setServers([server])
  return {
    namesOf: (address) => said(() => resolver.reverse(address)),
    async addressesOf(name) {
      const [v4, v6] = await Promise.all([said(() => resolver.resolve4(name)), said(() => resolver.resolve6(name))])
      return v4 === undefined && v6 === undefined ? undefined : [...(v4 ?? []), ...(v6 ?? [])]
    },
  }
}

/** "There is none" is an answer. Silence and trouble are not. */
async function said(ask: () => Promise<string[]>): Promise<readonly string[] | undefined> {
  try {
    return await ask()
  } catch (error) {
    return ['ENOTFOUND', 'ENODATA'].includes(codeOf(error)) ? [] : undefined
  }
}
