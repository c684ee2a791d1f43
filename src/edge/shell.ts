import { encodingFor, type Encoding } from './accepts.ts'
import type { Answer } from './answer.ts'
import type { RequestHead } from './request-head.ts'

/** Finds a file of the built page; undefined if there is none. Every runtime has its own place for files. */
export type Shell = (file: string, head: RequestHead) => Promise<Answer | undefined>

/** No files at all. */
export const noShell: Shell = async () => undefined

export interface ShellFile {
  /** Changes with the content, and with nothing else. */
  readonly version: string
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly encoded: (encoding: Encoding) => Promise<Uint8Array<ArrayBuffer>>
}

/** The answer with a file: not at all if the browser has this version, and compressed where that helps. */
export async function fileAnswer(name: string, file: ShellFile, head: RequestHead): Promise<Answer> {
  const tag = `W/"${file.version}"`
  const headers = { etag: tag, vary: 'accept-encoding', 'cache-control': cacheControlOf(name) }
  if (hasVersion(head.header('if-none-match'), tag)) return { status: 304, headers, body: null }
  const type = { 'content-type': typeOf(name) }
  const encoding = isText(name) ? encodingFor(head.header('accept-encoding')) : undefined
  if (encoding === undefined) return { status: 200, headers: { ...headers, ...type }, body: file.bytes }
  return {
    status: 200,
    headers: { ...headers, ...type, 'content-encoding': encoding },
    body: await file.encoded(encoding),
  }
}

/**
 * What the build puts under assets/ has a hash in its name, so it can never change; everything else may at any time. Nobody
 * on the way may change any of it: the page's worker keeps what was built, to the byte, and nothing else.
 */
function cacheControlOf(name: string): string {
  return name.startsWith('assets/') ? 'public, max-age=31536000, immutable, no-transform' : 'no-cache, no-transform'
}

/** Weak comparison (RFC 9110 §13.1.2): a proxy that compressed the file itself may have made the tag weak. */
function hasVersion(ifNoneMatch: string | undefined, tag: string): boolean {
  if (ifNoneMatch === undefined) return false
  const known = ifNoneMatch.split(',').map((item) => item.trim().replace(/^W\//, ''))
  return known.includes('*') || known.includes(tag.slice(2))
}

const types: ReadonlyMap<string, string> = new Map([
  ['html', 'text/html; charset=utf-8'],
  ['js', 'text/javascript; charset=utf-8'],
  ['css', 'text/css; charset=utf-8'],
  ['json', 'application/json'],
  ['map', 'application/json'],
  ['webmanifest', 'application/manifest+json'],
  ['svg', 'image/svg+xml'],
  ['txt', 'text/plain; charset=utf-8'],
  ['wasm', 'application/wasm'],
  ['png', 'image/png'],
  ['jpg', 'image/jpeg'],
  ['webp', 'image/webp'],
  ['avif', 'image/avif'],
  ['ico', 'image/x-icon'],
  ['woff2', 'font/woff2'],
  ['woff', 'font/woff'],
])

function typeOf(name: string): string {
  return types.get(endingOf(name)) ?? 'application/octet-stream'
}

/** Whether compression gains anything: pictures and fonts are compressed already. */
function isText(name: string): boolean {
  return /^(text\/|application\/(json|manifest\+json|wasm)|image\/(svg\+xml|x-icon))/.test(typeOf(name))
}

function endingOf(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1).toLowerCase()
}
