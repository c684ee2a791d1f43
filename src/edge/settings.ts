import type { VisitorPlaces } from '#protocol/visitor-tests.ts'
import type { EdgeClocks } from './clocks.ts'
import type { FloodSettings } from './floods/floods.ts'
import type { NetworkReports } from './network-reports.ts'
import type { ProxySettings } from './proxies.ts'

export type { AccessLog } from './observe/access-line.ts'

/** How the edge speaks TLS with the origin. Certificates and keys are PEM texts. */
export interface TlsToOrigin {
  /** The name to ask for and to find in the certificate; null for the one in the address. */
  readonly serverName: string | null
  /** Who may vouch for the origin, in place of those whom the system trusts. */
  readonly ca: string | null
  /** What the edge shows of itself, where the origin wants it. */
  readonly identity: TlsIdentity | null
  /** False: whoever answers is believed. Only reading on the way is prevented then. */
  readonly isStrict: boolean
}

export interface TlsIdentity {
  readonly certificate: string
  readonly key: string
}

export interface MetricsPlace {
  readonly host: string
  /** 0 lets the system choose. */
  readonly port: number
}

export interface EdgeSettings {
  readonly host: string
  /** 0 lets the system choose. */
  readonly port: number
  /** What the edge proves to visitors that it is; null: it speaks plain HTTP with them. */
  readonly identity: TlsIdentity | null
  /** The origin's address, as `http://host:port` or `https://host:port`. */
  readonly origin: string
  /** Whether the origin is Holdfast's own server, or any other site. */
  readonly isOwn: boolean
  readonly originTls: TlsToOrigin
  /** The name server that knows where the origin is, as `address:port`; null for those of the system. */
  readonly resolver: string | null
  /** Who is in front of the edge and believed about who asks. */
  readonly proxies: ProxySettings
  readonly floods: FloodSettings
  /** The status process's address. */
  readonly status: string
  /** Where else browsers may look when the edge does not answer them. */
  readonly places: VisitorPlaces
  readonly networkReports: NetworkReports
  /** The folder of the built page, or of what is shown while another site is away; null for none. */
  readonly shellDir: string | null
  /** Whether browsers may keep the page by its worker. False takes from them the one that they have. */
  readonly shellWorker: boolean
  /** Whether a CDN in front puts its own pages in the place of 502 and 504. */
  readonly isBehindCdn: boolean
  /** Whether an origin that was down is refilled at its own pace, with a waiting room for the rest. */
  readonly ramp: boolean
  /** By which the places of the waiting room are signed; null: by one that ends with this process. */
  readonly placeKey: string | null
  /** Where metrics are read, apart from visitors; null: nowhere. */
  readonly metrics: MetricsPlace | null
  readonly clocks: EdgeClocks
  readonly version: string
}
