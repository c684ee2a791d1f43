/** A body as JSON; undefined when it is none. */
export function jsonIn(body: Uint8Array): unknown {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body))
    return value
  } catch {
    return undefined // Not UTF-8, or no JSON: whoever sent it hears so.
  }
}

/** The fields of a form as a browser sends it without a script. Empty ones count as left out. */
export function formIn(body: Uint8Array): Readonly<Record<string, string>> {
  const fields = new URLSearchParams(new TextDecoder().decode(body))
  return Object.fromEntries([...fields].filter(([, value]) => value !== ''))
}
