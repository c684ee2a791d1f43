/** The addresses in an `X-Forwarded-For`, as they stand: the first claims to be the visitor, each proxy added one behind. */
export function forwardedFor(value: string): readonly string[] {
  return value.split(',').map((hop) => withoutPort(hop.trim()))
}

/** The addresses in a `Forwarded` (RFC 7239 §4); empty where a proxy does not say. */
export function forwardedHops(value: string): readonly string[] {
  return splitOutsideQuotes(value, ',').map((element) => {
    const pairs = splitOutsideQuotes(element, ';').map((pair) => pair.trim())
    const its = pairs.find((pair) => /^for=/i.test(pair))?.slice('for='.length) ?? ''
    return withoutPort(its.replace(/^"(.*)"$/, '$1').replaceAll(/\\(.)/g, '$1'))
  })
}

function splitOutsideQuotes(text: string, separator: ',' | ';'): readonly string[] {
  const parts: string[] = []
  let from = 0
  let isQuoted = false
  for (let i = 0; i < text.length; i++) {
    const character = text[i]
    if (isQuoted && character === '\\') i += 1
    else if (character === '"') isQuoted = !isQuoted
    else if (character === separator && !isQuoted) {
      parts.push(text.slice(from, i))
      from = i + 1
    }
  }
  return [...parts, text.slice(from)]
}

/** `[2001:db8::1]:4711` and `192.0.2.1:4711` without what follows the address. */
function withoutPort(hop: string): string {
  const inBrackets = /^\[([^\]]*)\](?::\d+)?$/.exec(hop)?.[1]
  return inBrackets ?? hop.replace(/^([\d.]+):\d+$/, '$1')
}
