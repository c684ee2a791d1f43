/** How people and programs are told of outages. */
export interface TellingSettings {
  /** As `smtp://user:password@host:port`; null where no mail is sent. */
  readonly mailServer: string | null
  readonly mailFrom: string | null
  /** Whether webhooks and pushes may go to addresses inside this network. */
  readonly allowsInside: boolean
}

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
  /** Where the signed copy of the page is kept; null: in `dataDir`. */
  readonly snapshotDir: string | null
  /** Where people find the page, without a slash at its end; null while it is for this machine alone. */
  readonly publicUrl: string | null
  /** What proves an operator who asks from elsewhere; null when nothing does. */
  readonly token: string | null
  /** How people and programs are told; without it no mail is sent, and nothing goes to addresses inside. */
  readonly telling?: TellingSettings
  /** What the page calls the site. */
  readonly name: string
  /** An IANA name. */
  readonly timeZone: string
  /** How long lies between two looks at everything; half of it while something fails. */
  readonly everyMs: number
  readonly jitterPercent: number
  /** How long each hop may take to answer. */
  readonly patienceMs: number
  /** How often a model is asked to write a little; 0: never. */
  readonly canaryEveryMs: number
  /** How long it must be well before an incident is called over. */
  readonly settleMs: number
  /** Who tells whether we ourselves see anything, as `host:port` with commas; null for the usual ones. */
  readonly witness: string | null
  /** The addresses of other instances that watch the same site. */
  readonly peers: readonly string[]
  /** Name servers to ask, by their addresses with commas; null for this machine's own way. */
  readonly resolver: string | null
}
