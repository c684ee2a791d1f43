import { titleOf } from './formats/rendering.ts'

export interface Named {
  /** Of the one chat in the file; undefined when there are several, or all. */
  readonly chat: { readonly title: string | null } | undefined
  readonly madeAt: number
  readonly ending: string
}

const longestName = 80

/** The name under which a browser offers to save a file (RFC 6266). */
export function contentDisposition({ chat, madeAt, ending }: Named): string {
  const day = new Date(madeAt).toISOString().slice(0, 10)
  const title = chat === undefined ? 'holdfast' : safe(titleOf(chat))
  const name = `${title} ${day}.${ending}`
  const plain = `${ascii(title)}-${day}.${ending}`
  return `attachment; filename="${plain}"; filename*=UTF-8''${percentEncoded(name)}`
}

/** A title as a file name on any system: without what would lead elsewhere or be refused. */
function safe(title: string): string {
  const name = title
    .toWellFormed()
    .replaceAll(/[\p{C}\\/:*?"<>|]+/gu, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim()
  const cut = [...name]
    .slice(0, longestName)
    .join('')
    .replaceAll(/^[. ]+|[. ]+$/g, '')
  return cut === '' ? 'story' : cut
}

function ascii(title: string): string {
  const plain = title
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[^A-Za-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '')
  return plain === '' ? 'story' : plain
}

function percentEncoded(name: string): string {
  return encodeURIComponent(name).replaceAll(/['()*!]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`)
}
