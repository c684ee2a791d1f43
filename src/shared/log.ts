/** Facts beside a log line. Never a secret, never what a person wrote. */
export type LogFields = Readonly<Record<string, unknown>>

/** Where a process tells its operator what happened. */
export interface Log {
  readonly info: (event: string, fields?: LogFields) => void
  readonly warn: (event: string, fields?: LogFields) => void
  readonly error: (event: string, fields?: LogFields) => void
}
