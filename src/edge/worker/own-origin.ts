/**
 * The header for a process of Holdfast, which compares `Origin` with `Host` and finds itself in `Host`, since the runtime names
 * there the machine that it asks. The edge has made that comparison with what the visitor said; where it came out well, it is
 * handed on in the same sense.
 */
export function withOwnOrigin(headers: Headers, address: string): Headers {
  const origin = headers.get('origin')
  const asked = headers.get('x-forwarded-host')
  if (origin === null || asked === null || origin.replace(/^https?:\/\//, '') !== asked) return headers
  const translated = new Headers(headers)
  translated.set('origin', address)
  return translated
}
