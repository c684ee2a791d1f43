/** Why the browser's database did not do what it was asked to. */
export interface StoreFailure {
  /**
   * - `quota`: there is no room left, on the disk or in this site's share of it.
   * - `lost`: the connection to the database is gone, and a new one did not help.
   * - `blocked`: the browser lets this site keep nothing, or not in this version of the page.
   */
  readonly kind: 'quota' | 'lost' | 'blocked'
  readonly because: string
}

const kinds: Readonly<Record<string, StoreFailure['kind']>> = {
  QuotaExceededError: 'quota',
  // WebKit says UnknownError when its database process is gone; the others say InvalidStateError of a closed handle.
  UnknownError: 'lost',
  InvalidStateError: 'lost',
  AbortError: 'lost',
  TimeoutError: 'lost',
  SecurityError: 'blocked',
  NotAllowedError: 'blocked',
  // A younger page has changed the tables.
  VersionError: 'blocked',
}

/** Undefined when the error is a mistake of ours, which no reopening mends. */
export function failureOf(error: unknown): StoreFailure | undefined {
  if (!(error instanceof DOMException)) return undefined
  // Chromium's words for a disk that is full, as it was seen on one; the name is the one of a lost connection.
  const kind = error.message.includes('NO_SPACE') ? 'quota' : kinds[error.name]
  return kind === undefined ? undefined : { kind, because: String(error) }
}
