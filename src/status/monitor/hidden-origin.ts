import { isLoopbackAuthority } from '#protocol/origin-check.ts'

const literal = /\[?(?:\d{1,3}(?:\.\d{1,3}){3}|[\da-f]*:[\da-f:]+:[\da-f]+)\]?(?::\d{1,5})?/gi

/**
 * What was measured at the server's own address, without that address: who hides an origin behind a CDN must not find it on
 * the status page, for whoever floods a site looks there first.
 */
export function withoutOrigin(text: string, server: string | null): string {
  if (server === null || isLoopbackAuthority(new URL(server).host)) return text
  const { host, hostname } = new URL(server)
  return text.replaceAll(host, 'the server').replaceAll(hostname, 'the server').replaceAll(literal, 'the server')
}
