import type { Bundle } from '#protocol/bundle.ts'
import { bundleLines } from '#protocol/bundle-text.ts'

/** The ways out of the page, all of them without any server. */
export interface Handing {
  /** Whether the device has a way to share such a file: mail, messages, notes. */
  readonly canShare: (file: File) => boolean
  /** `dismissed`: the person thought better of it. */
  readonly share: (file: File) => Promise<'handed' | 'dismissed' | 'failed'>
  /** False when the browser does not let the page. */
  readonly copyText: (text: string) => Promise<boolean>
  readonly copyPicture: (picture: Blob) => Promise<boolean>
}

// Some mail programs take no more of a link; the file has the rest.
const mostMailCharacters = 1_500

/** A link that opens a letter in the person's mail program, with the most important and the request to attach the rest. */
export function mailLink(bundle: Bundle): string {
  const attach = 'I attach the file that the page has made.'
  const body = [...fitting(bundleLines(bundle), mostMailCharacters - attach.length - 2), '', attach].join('\r\n')
  const subject = `Help with Holdfast (${bundle.id})`
  return `mailto:?subject=${encodeURIComponent(subject)}&body=${encodeURIComponent(body)}`
}

/** As many lines as fit. */
function fitting(lines: readonly string[], most: number): readonly string[] {
  let left = most
  const end = lines.findIndex((line) => (left -= line.length + 2) < 0)
  return end === -1 ? lines : lines.slice(0, end)
}
