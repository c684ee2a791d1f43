/** A cookie by its name in a `Cookie` header (RFC 6265 §4.2). */
export function cookieIn(header: string | undefined, name: string): string | undefined {
  for (const pair of header?.split(';') ?? []) {
    const [key, value] = pair.trim().split('=', 2)
    if (key === name && value !== undefined && value !== '') return value
  }
  return undefined
}

export interface CookieFacts {
  readonly keptForMs: number
  /** Whether visitors come over TLS. */
  readonly isSecure: boolean
}

/** A `Set-Cookie` that only this site gets back, and no script sees. */
export function ownCookie(name: string, value: string, { keptForMs, isSecure }: CookieFacts): string {
  const attributes = ['Path=/', `Max-Age=${Math.ceil(keptForMs / 1000)}`, 'HttpOnly', 'SameSite=Lax']
  return [`${name}=${value}`, ...attributes, ...(isSecure ? ['Secure'] : [])].join('; ')
}
