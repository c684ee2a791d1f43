import { makeZip } from 'client-zip'
import { archiveEntry } from '#protocol/archive.ts'

/** The lines of an archive in a zip. The browser keeps a large one on its disk. */
export function localZip(lines: AsyncGenerator<Uint8Array<ArrayBuffer>>, madeAt: number): Promise<Blob> {
  const zip = makeZip([{ name: archiveEntry, input: lines, lastModified: new Date(madeAt) }])
  return new Response(zip, { headers: { 'content-type': 'application/zip' } }).blob()
}
