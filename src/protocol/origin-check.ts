/** The parts of a request that tell who is asking. Header values as they came; undefined when absent. */
export interface AskedBy {
  readonly method: string
  /** `Host`, or `:authority`. */
  readonly host: string | undefined
  /** `Origin`. */
  readonly origin: string | undefined
  /** `Sec-Fetch-Site`. */
  readonly site: string | undefined
}

/**
 * Whether a request may come in, while Holdfast answers this machine alone and knows no accounts. Without this, any page
 * the person visits could act on their stories: it can send requests here, and a name of its own can be made to resolve
 * to 127.0.0.1 (DNS rebinding), which makes its requests same-origin.
 */
export function originFault(asked: AskedBy): 'wrong-host' | 'cross-site' | undefined {
  if (!isLoopbackAuthority(asked.host)) return 'wrong-host'
  if (safeMethods.has(asked.method)) return undefined
  return isOwnPage(asked) ? undefined : 'cross-site'
}

/** Methods that only read (RFC 9110 §9.2.1), so that another site gains nothing by sending them. */
const safeMethods: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS'])

// A program sends neither header. A browser sends both on what changes something, and a page can forge neither.
function isOwnPage({ host, origin, site }: AskedBy): boolean {
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return false
  // A form on a page that sends no referrer says `null` here; what stands in the other header no page can forge.
  if (origin === 'null') return site === 'same-origin'
  return origin === undefined || origin.replace(/^https?:\/\//, '') === host
}

/** Whether a `Host` header (`name[:port]`) names this machine's loopback. */
export function isLoopbackAuthority(authority: string | undefined): boolean {
  const parts = /^(\[[^\]]*\]|[^:]*)(?::\d{1,5})?$/.exec(authority ?? '')
  const name = parts?.[1] ?? ''
  return isLoopback(name.startsWith('[') ? name.slice(1, -1) : name)
}

/** Whether a name or address is this machine's loopback: 127.0.0.0/8, ::1, localhost and names under it (RFC 6761). */
export function isLoopback(name: string): boolean {
  const lower = name.toLowerCase()
  if (lower === 'localhost' || lower === '::1') return true
  return lower.endsWith('.localhost') || isLoopbackIpv4(lower)
}

function isLoopbackIpv4(text: string): boolean {
  const octets = text.split('.')
  return (
    octets.length === 4 &&
    octets[0] === '127' &&
    octets.every((octet) => /^\d{1,3}$/.test(octet) && Number(octet) < 256)
  )
}
