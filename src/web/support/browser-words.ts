/** What a browser says of itself. */
export interface BrowserClaims {
  readonly userAgent: string
  /** From the User-Agent Client Hints, where there are any. */
  readonly brands: readonly { readonly brand: string; readonly version: string }[]
}

// The first that is found is it: each of them also says the names of those below it.
const browsers = [
  ['Edge', /\bEdgi?A?O?S?\/(\d+)/],
  ['Opera', /\bOPR\/(\d+)/],
  ['Samsung Internet', /\bSamsungBrowser\/(\d+)/],
  ['Firefox', /\b(?:Firefox|FxiOS)\/(\d+)/],
  ['Chrome', /\b(?:Chrome|CriOS)\/(\d+)/],
  ['Safari', /\bVersion\/(\d+)[.\d]* .*Safari/],
] as const

const systems = [
  ['Android', /\bAndroid\b/],
  ['iOS', /\b(?:iPhone|iPad|iPod)\b/],
  ['Windows', /\bWindows\b/],
  ['ChromeOS', /\bCrOS\b/],
  ['macOS', /\bMac OS X\b/],
  ['Linux', /\bLinux\b/],
] as const

/** Name and main version, no finer: enough to look for a known fault, too little to know somebody by. */
export function browserWords({ userAgent, brands }: BrowserClaims): string {
  // Browsers add a name that nobody has, so that nobody counts on the list; it has other characters than letters in it.
  const real = brands.filter(({ brand }) => /^[a-z ]+$/i.test(brand))
  const own = real.find(({ brand }) => brand !== 'Chromium') ?? real[0]
  if (own !== undefined) return `${own.brand} ${own.version.split('.')[0] ?? ''}`.trim()
  for (const [name, pattern] of browsers) {
    const version = pattern.exec(userAgent)?.[1]
    if (version !== undefined) return `${name} ${version}`
  }
  return 'a browser that this page does not know'
}

export function systemWords(userAgent: string): string {
  return systems.find(([, pattern]) => pattern.test(userAgent))?.[0] ?? 'a system that this page does not know'
}
