import type { Asked } from './looking.ts'

/** What a visitor's browser would ask, at one literal address. */
export function askedOf(url: URL, address: string, port?: number): Asked {
  const isTls = url.protocol === 'https:'
  const own = url.port === '' ? (isTls ? 443 : 80) : Number(url.port)
  return { address, port: port ?? own, isTls, host: url.host, path: `${url.pathname}${url.search}` }
}

/** The address that stands in a URL in the place of a name. */
export function addressOf(url: URL): string {
  return url.hostname.replace(/^\[|\]$/g, '')
}

export function isLiteral(url: URL): boolean {
  return url.hostname.startsWith('[') || /^\d+\.\d+\.\d+\.\d+$/.test(url.hostname)
}
