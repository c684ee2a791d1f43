import { archiveServerOver } from '../../src/web/archive/archive-server.ts'
import { Exporting } from '../../src/web/archive/exporting.ts'
import { Importing } from '../../src/web/archive/importing.ts'
import { browserClock } from '../../src/web/browser.ts'
import { ledgerServerOver, type LedgerServer } from '../../src/web/ledger/ledger-server.ts'
import type { Means } from '../../src/web/means.ts'
import { testBrowser, testMeans, type TestBrowser } from '../../src/web/test-means.ts'

/** Stories that are taken away and brought back by a page, over a real network. */
export interface ArchivePage {
  readonly means: Means
  readonly server: LedgerServer
  readonly importing: Importing
  readonly exporting: Exporting
  /** What the browser was asked to save: addresses, and files. */
  readonly saved: readonly (string | Blob)[]
  /** The files as they came. */
  readonly files: () => Promise<readonly Buffer[]>
  /** How many bytes of files it has sent. */
  readonly sentBytes: () => number
  /** It is gone as if it had crashed: nothing that it began comes to an end. */
  readonly crash: () => void
}

export interface PageOptions {
  readonly browser?: TestBrowser
  /** What becomes of a request: false, and it is lost. Asked before each. */
  readonly passes?: (path: string) => boolean
  /** The browser cannot save a file to its end: the disk is full, or the way breaks. */
  readonly cutsOff?: boolean
}

/** A page whose waits are short. */
export function openPage(
  address: string,
  { browser = testBrowser(), passes = () => true, cutsOff = false }: PageOptions = {},
): ArchivePage {
  let isGone = false
  let sentBytes = 0
  const means = testMeans(async (path, request) => {
    if (isGone) return new Promise<never>(() => undefined)
    if (!passes(path)) throw new TypeError('lost on the way')
    if (request?.body instanceof ArrayBuffer) sentBytes += request.body.byteLength
    const answer = await fetch(address + path, request)
    return isGone ? new Promise<never>(() => undefined) : answer
  }, browser)
  const after = (ms: number, run: () => void) => browserClock.after(ms < 10_000 ? ms / 50 : ms, run)
  const hasty: Means = { ...means, clock: { ...browserClock, after } }
  const server = archiveServerOver(hasty)
  const saved: (string | Blob)[] = []
  const fetched: Promise<Buffer>[] = []
  const saving = {
    fromAddress(path: string) {
      saved.push(path)
      fetched.push(cutsOff ? begunOf(fetch(address + path)) : bytesOf(fetch(address + path)))
    },
    fromBlob(blob: Blob) {
      saved.push(blob)
      fetched.push(bytesOf(Promise.resolve(new Response(blob))))
    },
  }
  return {
    means: hasty,
    server: ledgerServerOver(hasty),
    importing: new Importing({ means: hasty, server, onTaken: () => undefined }),
    exporting: new Exporting({ means: hasty, server, saving }),
    saved,
    files: () => Promise.all(fetched),
    sentBytes: () => sentBytes,
    crash: () => (isGone = true),
  }
}

async function bytesOf(answer: Promise<Response>): Promise<Buffer> {
  return Buffer.from(await (await answer).arrayBuffer())
}

async function begunOf(answer: Promise<Response>): Promise<Buffer> {
  await (await answer).body?.cancel()
  return Buffer.alloc(0)
}
