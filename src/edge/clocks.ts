/** How long the edge waits, and for what. */
export interface EdgeClocks {
  /** For a connection to the origin, and as long again for the handshake of TLS (522, 525). */
  readonly connectMs: number
  /** For the origin to go on taking what is sent to it (524). */
  readonly takeMs: number
  /** For the first byte of an answer (524). */
  readonly firstByteMs: number
  /** For the next byte of an answer that has begun. */
  readonly stallMs: number
  /** After so much silence of an event stream the edge sends a comment, so that nobody on the way gives the stream up. */
  readonly heartbeatMs: number
  /** For the head of a request, from the beginning of a connection or of the request. */
  readonly headMs: number
  /** In so much time some of the body of a request must come. */
  readonly bodyMs: number
  /** When the edge ends: for answers under way to come to theirs. */
  readonly drainMs: number
}

export const usualClocks: EdgeClocks = {
  // Linux sends its last SYN 11.2 s after the first and gives up at 19.6 s at the latest, where it is told to retry as CDNs
  // do. Ours rings behind that, so that the system's own verdict comes first where there is one.
  connectMs: 19_700,
  takeMs: 30_000,
  // CDNs have waited 100 s, 120 s and 125 s, by the year. Longer than any long poll.
  firstByteMs: 100_000,
  stallMs: 900_000,
  heartbeatMs: 45_000,
  // Over a bad mobile network a head takes seconds. Whoever means to hold a connection sends a byte now and then for minutes.
  headMs: 20_000,
  bodyMs: 30_000,
  drainMs: 5000,
}
