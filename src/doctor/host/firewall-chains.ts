import type { FirewallChain } from '#protocol/lint.ts'

type Rule = FirewallChain['rules'][number]
type Json = Readonly<Record<string, unknown>>

/** The chains of `nft -j list ruleset`, as far as they say who may come to which port. */
export function chainsOf(ruleset: unknown): readonly FirewallChain[] {
  const items = isJson(ruleset) && Array.isArray(ruleset['nftables']) ? ruleset['nftables'].filter(isJson) : []
  const sets = new Map(
    items.flatMap(({ set }) =>
      isJson(set) ? [[keyOf(set, String(set['name'])), valuesIn(set['elem'])] as const] : [],
    ),
  )
  return items.flatMap(({ chain }) => {
    if (!isJson(chain)) return []
    const key = keyOf(chain, String(chain['name']))
    const rules = items.flatMap(({ rule }) =>
      isJson(rule) && keyOf(rule, String(rule['chain'])) === key ? ruleOf(rule, sets) : [],
    )
    const policy = chain['policy'] === 'drop' ? 'drop' : chain['hook'] === undefined ? 'none' : 'accept'
    const family = families[String(chain['family'])] ?? 'any'
    return [{ name: key, family, isInput: chain['hook'] === 'input', policy, rules }]
  })
}

const families: Readonly<Record<string, FirewallChain['family']>> = { ip: 'ipv4', ip6: 'ipv6' }

function ruleOf(rule: Json, sets: ReadonlyMap<string, readonly string[]>): readonly Rule[] {
  const parts = Array.isArray(rule['expr']) ? rule['expr'].filter(isJson) : []
  const end = parts.flatMap((part) => endOf(part, rule))[0]
  if (end === undefined) return []
  const matches = parts.flatMap(({ match }) => (isJson(match) ? [match] : []))
  const valuesFor = (name: string): readonly string[] | undefined => {
    const found = matches.find((match) => fieldOf(match) === name)
    return found === undefined ? undefined : expanded(found['right'], rule, sets)
  }
  const [from, ports] = [valuesFor('saddr'), valuesFor('dport')]
  const others = matches.some((match) => !isKnown(match))
  const isNegated = matches.some((match) => match['op'] === '!=')
  const isLimited = parts.some((part) => 'limit' in part || 'ct count' in part || 'xt' in part)
  return [
    {
      ...end,
      ...(from === undefined ? {} : { from: [...from] }),
      ...(ports === undefined ? {} : { ports: ports.flatMap(portsIn) }),
      isConditional: others || isNegated || isLimited,
      text: `${String(rule['table'])}/${String(rule['chain'])}#${String(rule['handle'])}`,
    },
  ]
}

function endOf(part: Json, rule: Json): readonly Pick<Rule, 'does' | 'to'>[] {
  for (const does of ['accept', 'drop', 'reject', 'return'] as const) if (does in part) return [{ does }]
  const { jump, goto } = part
  const target = isJson(jump) ? jump['target'] : isJson(goto) ? goto['target'] : undefined
  return typeof target === 'string' ? [{ does: 'jump', to: keyOf(rule, target) }] : []
}

/** Which field of a packet it is about: `saddr`, `dport`, the state of the connection, its protocol. */
function fieldOf({ left }: Json): string {
  const text = JSON.stringify(left) ?? ''
  return /"(?:field|key)":"([\w-]+)"/.exec(text)?.[1] ?? ''
}

const alwaysSo: ReadonlySet<string> = new Set(['protocol', 'l4proto', 'nfproto', 'nexthdr'])

/** Whoever comes anew meets these whatever else is so; what is only for connections that stand is not about him. */
function isKnown(match: Json): boolean {
  const field = fieldOf(match)
  if (field === 'saddr' || field === 'dport' || alwaysSo.has(field)) return true
  return field === 'state' && (JSON.stringify(match['right']) ?? '').includes('"new"')
}

function expanded(right: unknown, rule: Json, sets: ReadonlyMap<string, readonly string[]>): readonly string[] {
  if (typeof right === 'string' && right.startsWith('@')) return sets.get(keyOf(rule, right.slice(1))) ?? []
  return valuesIn(right)
}

/** A value, a prefix, a range, or a set of these, as text. */
function valuesIn(value: unknown): readonly string[] {
  if (typeof value === 'string' || typeof value === 'number') return [String(value)]
  if (Array.isArray(value)) return value.flatMap(valuesIn)
  if (!isJson(value)) return []
  const { prefix, range, set, elem } = value
  if (isJson(prefix)) return [`${String(prefix['addr'])}/${String(prefix['len'])}`]
  if (Array.isArray(range)) return [`${String(range[0])}-${String(range[1])}`]
  if (isJson(elem)) return valuesIn(elem['val'])
  return valuesIn(set ?? [])
}

/** No rule that matters here names more than a few thousand. */
const mostPorts = 5000

function portsIn(text: string): readonly number[] {
  const [first = Number.NaN, last = first] = text.split('-').map(Number)
  if (Number.isNaN(first) || last - first > mostPorts) return [80, 443].filter((port) => port >= first && port <= last)
  return Array.from({ length: last - first + 1 }, (_, index) => first + index)
}

function keyOf(item: Json, name: string): string {
  return [item['family'], item['table'], name].join('/')
}

function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

const savedRule = /^(?:\[\d+:\d+\] )?-A (\S+) ?(.*?)-[jg] (\S+)(.*)$/
const ends: Readonly<Record<string, Rule['does']>> = {
  ACCEPT: 'accept',
  DROP: 'drop',
  REJECT: 'reject',
  RETURN: 'return',
}
/** These only say something, or mark it, and let the packet go on. */
const passing: ReadonlySet<string> = new Set(['LOG', 'NFLOG', 'MARK', 'CONNMARK', 'TCPMSS'])

/** The chains of `iptables-save`, for machines whose rules nft does not know. */
export function savedChains(saved: string, family: 'ipv4' | 'ipv6'): readonly FirewallChain[] {
  const filter = /\*filter\n([^]*?)(?:\nCOMMIT|$)/.exec(saved)?.[1] ?? ''
  const lines = filter.split('\n')
  return lines.flatMap((line) => {
    const [, name, policy] = /^:(\S+) (\S+)/.exec(line) ?? []
    if (name === undefined) return []
    const rules = lines.flatMap((other) => savedRuleOf(other, name, family))
    return [{ name: `${family}/${name}`, family, isInput: name === 'INPUT', policy: policyOf(policy), rules }]
  })
}

function policyOf(word: string | undefined): FirewallChain['policy'] {
  return word === 'DROP' ? 'drop' : word === 'ACCEPT' ? 'accept' : 'none'
}

function savedRuleOf(line: string, chain: string, family: string): readonly Rule[] {
  const [, of, matches = '', target = ''] = savedRule.exec(line) ?? []
  if (of !== chain || passing.has(target)) return []
  const from = /(?:^| )-s (\S+)/.exec(matches)?.[1]
  const ports = /--dports? (\S+)/.exec(matches)?.[1]
  const rest = matches
    .replace(/(?:^| )-s \S+/, '')
    .replaceAll(/-m (?:tcp|multiport|comment|conntrack|state)\b/g, '')
    .replace(/--dports? \S+/, '')
    .replaceAll(/--comment (?:"[^"]*"|\S+)/g, '')
    .replace(/-p (?:tcp|all)\b/, '')
    .replace(/--(?:ctstate|state) \S*NEW\S*/, '')
  const does = ends[target]
  return [
    {
      ...(does === undefined ? { does: 'jump' as const, to: `${family}/${target}` } : { does }),
      ...(from === undefined ? {} : { from: [from] }),
      ...(ports === undefined ? {} : { ports: ports.split(',').flatMap((one) => portsIn(one.replace(':', '-'))) }),
      isConditional: rest.trim() !== '',
      text: line.replace(/^\[\d+:\d+\] /, '').slice(0, 300),
    },
  ]
}
