/** When the edge asks browsers to report their failures: `auto` is where visitors come over TLS. */
export const networkReports: readonly ['auto', 'on', 'off'] = ['auto', 'on', 'off']
export type NetworkReports = (typeof networkReports)[number]

export interface ReportFacts {
  readonly reports: NetworkReports
  /** How this visitor speaks with us, or with whoever is in front of us, as far as that is known. */
  readonly scheme: 'http' | 'https'
  /** The status page on a host of its own; null where it is to be had through the edge alone. */
  readonly statusHost: string | null
}

/** Long enough for people who come now and then, short enough to be forgotten soon once it is taken back. */
const lastsSeconds = 7 * 86_400

/**
 * Asks browsers to report it when a request to us fails (Network Error Logging, W3C). Browsers heed it over TLS alone, and only
 * some of them. What cannot be reported while the edge is down goes to the status page's own host, where there is one.
 */
export function reportHeaders({ reports, scheme, statusHost }: ReportFacts): Readonly<Record<string, string>> {
  const isWanted = reports === 'on' || (reports === 'auto' && scheme === 'https')
  if (!isWanted) return {}
  const url = statusHost === null ? '/status/nel' : new URL('/nel', statusHost).href
  const group = { group: 'nel', max_age: lastsSeconds, endpoints: [{ url }] }
  const policy = { report_to: 'nel', max_age: lastsSeconds, success_fraction: 0, failure_fraction: 1 }
  // NEL goes by `Report-To`, which browsers keep; its successor lasts for one page, and so is of no use to a page that did not come.
  return {
    'report-to': JSON.stringify(group),
    'reporting-endpoints': `nel="${url}"`,
    nel: JSON.stringify(policy),
  }
}
