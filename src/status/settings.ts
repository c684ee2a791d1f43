/** What the operator decided about the status process. */
export interface StatusSettings {
  readonly host: string
  /** 0 lets the system choose. */
  readonly port: number
  /** The edge's address, as `http://host:port`. */
  readonly edge: string
  /** The server's address; null where only the edge can be reached. */
  readonly server: string | null
  readonly version: string
  /** Where `status.db` lies; null keeps what is known in memory. */
  readonly dataDir: string | null
  /** Where people find the page, without a slash at its end; null while it is for this machine alone. */
  readonly publicUrl: string | null
  /** What proves an operator who asks from elsewhere; null when nothing does. */
  readonly token: string | null
  /** What the page calls the site. */
  readonly name: string
  /** An IANA name. */
  readonly timeZone: string
}
