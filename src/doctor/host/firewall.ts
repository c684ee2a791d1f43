import type { HostSeen } from '#protocol/case.ts'

type Rule = NonNullable<HostSeen['rules']>[number]
type Json = Readonly<Record<string, unknown>>

/** The rules of `nft -j list ruleset` that turn something away, with what they have counted. */
export function rulesOf(ruleset: unknown): readonly Rule[] {
  const items = isJson(ruleset) && Array.isArray(ruleset['nftables']) ? ruleset['nftables'].filter(isJson) : []
  const outward = new Set(
    items.flatMap(({ chain }) => (isJson(chain) && isOutHook(chain) ? [keyOf(chain, 'name')] : [])),
  )
  return items.flatMap(({ rule }) => (isJson(rule) ? ruleOf(rule, outward) : []))
}

function ruleOf(rule: Json, outward: ReadonlySet<string>): readonly Rule[] {
  const parts = Array.isArray(rule['expr']) ? rule['expr'].filter(isJson) : []
  const turning = parts.flatMap(turnsAway)[0]
  if (turning === undefined) return []
  const isLimit = parts.some((part) => 'limit' in part || 'ct count' in part)
  const counter = parts.flatMap(({ counter: own }) =>
    isJson(own) && typeof own['packets'] === 'number' ? own['packets'] : [],
  )[0]
  const where = `${String(rule['table'])}/${String(rule['chain'])}#${String(rule['handle'])}`
  return [
    {
      does: isLimit ? 'limit' : turning,
      from: parts.some(isAboutSender) ? 'some' : 'all',
      text: `${where} ${parts
        .map(says)
        .filter((text) => text !== '')
        .join(' ')}`.slice(0, 400),
      isOutward: outward.has(keyOf(rule, 'chain')),
      ...(counter === undefined ? {} : { packets: counter }),
    },
  ]
}

function turnsAway(part: Json): readonly ('drop' | 'reject')[] {
  if ('drop' in part) return ['drop']
  if ('reject' in part) return ['reject']
  const { xt } = part
  if (!isJson(xt) || xt['type'] !== 'target') return []
  return xt['name'] === 'REJECT' ? ['reject'] : xt['name'] === 'DROP' ? ['drop'] : []
}

/** Whether it is only for some: their address, a set of them, or where they come in. */
function isAboutSender({ match }: Json): boolean {
  return isJson(match) && JSON.stringify(match['left']).includes('"saddr"')
}

function says(part: Json): string {
  const { match } = part
  if (isJson(match)) {
    const field = /"field":"(\w+)"/.exec(JSON.stringify(match['left']))?.[1] ?? 'match'
    const { right } = match
    return `${field} ${typeof right === 'string' ? right : JSON.stringify(right)}`
  }
  if ('counter' in part) return ''
  if ('xt' in part) return isJson(part['xt']) ? String(part['xt']['name']).toLowerCase() : ''
  return Object.keys(part).join(' ')
}

function isOutHook({ hook }: Json): boolean {
  return hook === 'output' || hook === 'postrouting'
}

function keyOf(item: Json, name: string): string {
  return [item['family'], item['table'], item[name]].join('/')
}

function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

const savedRule = /^\[(\d+):\d+\] -A (\S+) (.*)-j (REJECT|DROP)\b(.*)$/

/** The rules of `iptables-save -c` that turn something away: for machines whose rules nft does not know. */
export function savedRules(saved: string): readonly Rule[] {
  return saved.split('\n').flatMap((line) => {
    const [, packets, chain = '', matches = '', target = '', more = ''] = savedRule.exec(line) ?? []
    if (packets === undefined) return []
    const isLimit = /-m (?:limit|connlimit|hashlimit|recent)\b/.test(matches)
    const does = isLimit ? 'limit' : target === 'REJECT' ? 'reject' : 'drop'
    const from = /(?:^| )-s |--match-set \S+ src/.test(matches) ? 'some' : 'all'
    const text = `${chain} ${matches}${target}${more}`.slice(0, 400)
    return [{ does, from, text, packets: Number(packets), isOutward: chain === 'OUTPUT' } as const]
  })
}
