/** The way to the person's disk: the browser saves, under its own rules and in its own folder. */
export interface Saving {
  /** What stands at an address of ours, as it comes: never in memory. */
  readonly fromAddress: (path: string) => void
  readonly fromBlob: (blob: Blob, name: string) => void
}
