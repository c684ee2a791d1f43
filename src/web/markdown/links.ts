// Nothing else may be followed from a story: `javascript:` runs, `data:` and `blob:` carry pages of their own, and
// custom schemes open programs.
const followable = ['http:', 'https:', 'mailto:']

/** The address if a reader may follow it, else null. Relative addresses lead into this site and are no links either. */
export function followableAddress(raw: string): string | null {
  const address = raw.trim()
  // White space and control characters inside an address hide its scheme from a check and not from a browser.
  // oxlint-disable-next-line no-control-regex -- control characters are what this looks for
  if (/[\s\u0000-\u001f\u007f]/.test(address) || !URL.canParse(address)) return null
  return followable.includes(new URL(address).protocol) ? address : null
}
