import type { Asked } from './looking.ts'

/** What a visitor's browser would ask, at one literal address. */
export function askedOf(url: URL, address: string, port?: number): Asked {
  return {
    address,
    port: portOf(url, port),
    isTls: url.protocol === 'https:',
    host: url.host,
    path: `${url.pathname}${url.search}`,
  }
}

/** The port that is asked: the one that is known of the origin, or else that of the address. */
export function portOf(url: URL, port?: number): number {
  return port ?? Number(url.port || (url.protocol === 'https:' ? 443 : 80))
}

/** The address that stands in a URL in the place of a name. */
export function addressOf(url: URL): string {
  return url.hostname.replace(/^\[|\]$/g, '')
}

export function isLiteral(url: URL): boolean {
  return url.hostname.startsWith('[') || /^\d+\.\d+\.\d+\.\d+$/.test(url.hostname)
}
