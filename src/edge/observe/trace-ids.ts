/** The trace that a `traceparent` names (W3C Trace Context §3.2.2.3). All zeros name none. */
export function traceIdOf(traceparent: string | undefined): string | undefined {
  const id = /^[\da-f]{2}-([\da-f]{32})-[\da-f]{16}-[\da-f]{2}(-|$)/.exec(traceparent ?? '')?.[1]
  return id === undefined || /^0+$/.test(id) ? undefined : id
}

/** A `CF-Ray`, if it has the form of one: hexadecimal digits, and where it was seen. */
export function rayOf(header: string | undefined): string | undefined {
  return header !== undefined && /^[\da-f]{8,32}(-[A-Z]{3})?$/.test(header) ? header : undefined
}
