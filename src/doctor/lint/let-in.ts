import type { FirewallChain } from '#protocol/lint.ts'
import { isCovered, overlap, spanOf, type Span } from './ranges.ts'

/** What a firewall does to somebody who comes to a port. `part`: to some of them, and others get in. `unknown`: no telling. */
export interface LetIn {
  readonly verdict: 'in' | 'out' | 'part' | 'unknown'
  /** The rule that decides it; the policy where none does. */
  readonly by: string
}

const mostDeep = 12

/** Walks the chains that everything incoming passes. Whoever one of them turns away is out. */
export function letIn(chains: readonly FirewallChain[], from: string, port: number): LetIn {
  const span = spanOf(from)
  if (span === undefined) return { verdict: 'unknown', by: `${from} is no range` }
  const other = span.isV6 ? 'ipv4' : 'ipv6'
  const ends = chains
    .filter(({ isInput, family }) => isInput && family !== other)
    .map((chain) => endOf(chains, chain, { span, port, deep: 0, isIn: [] }))
  return ends.find(({ verdict }) => verdict !== 'in') ?? ends[0] ?? { verdict: 'in', by: 'no firewall' }
}

interface Comer {
  readonly span: Span
  readonly port: number
  readonly deep: number
  /** Those of them that a rule has let in already. */
  readonly isIn: Span[]
}

function endOf(chains: readonly FirewallChain[], chain: FirewallChain, comer: Comer): LetIn {
  const byPolicy = {
    does: chain.policy === 'drop' ? ('drop' as const) : ('accept' as const),
    by: `policy of ${chain.name}`,
  }
  const { does, by } = walk(chains, chain, comer) ?? byPolicy
  if (does === 'accept' || isCovered(comer.span, comer.isIn)) return { verdict: 'in', by }
  return { verdict: does === 'some' || comer.isIn.length > 0 ? 'part' : 'out', by }
}

interface Met {
  /** `some`: turns some of them away, and so what becomes of the others makes no difference any more. */
  readonly does: 'accept' | 'drop' | 'reject' | 'some'
  readonly by: string
}

/** Undefined where the chain has nothing to say of whoever comes. */
function walk(chains: readonly FirewallChain[], { rules }: FirewallChain, comer: Comer): Met | undefined {
  for (const { does, to, text, from, ports, isConditional } of rules) {
    if (isConditional || ports?.includes(comer.port) === false) continue
    const about = from?.flatMap((one) => spanOf(one) ?? [])
    const some = about?.filter((one) => overlap(one, comer.span))
    if (some?.length === 0) continue
    const isForAll = about === undefined || isCovered(comer.span, [...about, ...comer.isIn])
    if (does === 'return') return undefined
    if (does === 'jump') {
      const target = chains.find(({ name }) => name === to)
      const isTooDeep = target === undefined || comer.deep > mostDeep
      const met = isTooDeep ? undefined : walk(chains, target, { ...comer, deep: comer.deep + 1 })
      if (met !== undefined) return met
    } else if (isForAll) return { does, by: text }
    else if (does === 'accept') comer.isIn.push(...(some ?? []))
    else return { does: 'some', by: text }
  }
  return undefined
}
