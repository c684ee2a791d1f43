import { Unzip, UnzipInflate, type UnzipFile } from 'fflate'
import { archiveEntry } from '#protocol/archive.ts'
import type { Findings } from './findings.ts'

// Deflate makes at most about a thousand bytes of one: of so many at a time no more than a few megabytes come at once.
const sliceBytes = 4_096
const mostEntries = 10_000
// A story packs to a third, a very repetitive one to a fiftieth. What is small in all may do as it likes.
const mostRatio = 200
const harmlessBytes = 64_000_000
const mostBytes = 256_000_000_000

/** The lines inside a zip. Of other files in it nothing is kept, nothing is written to the disk, and no zip inside is opened. */
export async function* unzipped(bytes: AsyncIterable<Uint8Array>, findings: Findings): AsyncGenerator<Uint8Array> {
  const reading = new Reading(findings)
  for await (const part of bytes) {
    for (let at = 0; at < part.length; at += sliceBytes) {
      yield* reading.read(part.subarray(at, at + sliceBytes))
      if (reading.isOver) return
    }
  }
  yield* reading.end()
}

class Reading {
  readonly #findings: Findings
  readonly #unzip: Unzip
  #unpacked: Uint8Array[] = []
  #readBytes = 0
  #unpackedBytes = 0
  #entries = 0
  #hasFound = false
  isOver = false

  constructor(findings: Findings) {
    this.#findings = findings
    this.#unzip = new Unzip((file) => this.#begin(file))
    this.#unzip.register(UnzipInflate)
  }

  read(part: Uint8Array): readonly Uint8Array[] {
    this.#readBytes += part.length
    return this.#push(part, false)
  }

  end(): readonly Uint8Array[] {
    const last = this.#push(new Uint8Array(), true)
    if (!this.isOver && !this.#hasFound) this.#findings.damaged('zip', `there is no ${archiveEntry} in the zip`)
    return last
  }

  #push(part: Uint8Array, isLast: boolean): readonly Uint8Array[] {
    try {
      this.#unzip.push(part, isLast)
    } catch (error) {
      // The library throws at whatever it cannot read, and is of no use afterwards.
      this.#findings.damaged('zip', `near byte ${this.#readBytes}: ${String(error)}`)
      this.isOver = true
    }
    const unpacked = this.#unpacked
    this.#unpacked = []
    this.#refuseBomb()
    return unpacked
  }

  #begin(file: UnzipFile): void {
    this.#entries++
    const isArchive = !this.#hasFound && isArchiveName(file.name)
    if (isArchive) this.#hasFound = true
    file.ondata = (error, data) => {
      if (error !== null) throw error
      this.#unpackedBytes += data.length
      if (isArchive) this.#unpacked.push(data)
    }
    // Also what is not wanted is unpacked and thrown away: the library would keep it otherwise.
    file.start()
  }

  #refuseBomb(): void {
    const ratio = this.#unpackedBytes / this.#readBytes
    const isBomb = this.#unpackedBytes > harmlessBytes && ratio > mostRatio
    if (!isBomb && this.#unpackedBytes <= mostBytes && this.#entries <= mostEntries) return
    const because = `${this.#entries} files, ${this.#unpackedBytes} bytes out of ${this.#readBytes}`
    this.#findings.refused({ fault: 'archive-too-large', because })
    this.isOver = true
  }
}

/** Whoever unpacks an archive and packs it again may put a folder around it. */
function isArchiveName(name: string): boolean {
  return name.split('/').at(-1) === archiveEntry
}
