/** A bucket and a place in it, as `s3://bucket/prefix?endpoint=…&region=…&pathStyle=…`. */
export interface S3Address {
  readonly bucket: string
  /** Empty, or ends with a slash. */
  readonly prefix: string
  readonly endpoint: string | undefined
  readonly region: string | undefined
  /** The bucket in the path, as most providers but Amazon have it, and not in the name of the host. */
  readonly isPathStyle: boolean
}

const known = new Set(['endpoint', 'region', 'pathStyle'])

export function isS3(to: string): boolean {
  return to.startsWith('s3://')
}

/** Undefined for what is no such address. A key in it counts as none: addresses are logged. */
export function parseS3(text: string): S3Address | undefined {
  if (!isS3(text) || !URL.canParse(text)) return undefined
  const { hostname, pathname, searchParams, username, password, hash, port } = new URL(text)
  if (hostname === '' || username !== '' || password !== '' || hash !== '' || port !== '') return undefined
  if ([...searchParams.keys()].some((key) => !known.has(key))) return undefined
  const endpoint = searchParams.get('endpoint') ?? undefined
  if (endpoint !== undefined && !isWebAddress(endpoint)) return undefined
  const path = decodeURIComponent(pathname).replaceAll(/^\/+|\/+$/g, '')
  const pathStyle = searchParams.get('pathStyle')
  return {
    bucket: hostname,
    prefix: path === '' ? '' : `${path}/`,
    endpoint,
    region: searchParams.get('region') ?? undefined,
    isPathStyle: pathStyle === null ? endpoint !== undefined : pathStyle === 'true',
  }
}

function isWebAddress(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol) && !text.includes('@')
}
