import type { Chat } from '#protocol/chats.ts'
import type { ExportFormat } from '#protocol/imports.ts'
import { contentDisposition } from './file-name.ts'
import { htmlPage } from './formats/html-page.ts'
import { markdown } from './formats/markdown.ts'
import { plainText } from './formats/plain-text.ts'
import { stories, type StoryMeans } from './formats/stories.ts'
import { gathered } from './gathered.ts'
import { sealed, type SealOptions } from './seal/seal.ts'
import { archiveLines, type WriteMeans } from './write.ts'
import { zipped } from './zip.ts'

export interface ExportMeans extends WriteMeans {
  readonly storage: WriteMeans['storage'] & StoryMeans['storage']
  readonly fill: SealOptions['fill']
}

export interface ExportOrder {
  readonly format: ExportFormat
  /** Undefined: all. */
  readonly chats: readonly Chat[] | undefined
  /** Of an archive; a page for people cannot be sealed. */
  readonly passphrase: string | undefined
}

export interface ExportedFile {
  readonly contentType: string
  readonly disposition: string
  readonly bytes: AsyncGenerator<Uint8Array>
}

const endings: Readonly<Record<ExportFormat, string>> = {
  zip: 'zip',
  jsonl: 'jsonl',
  markdown: 'md',
  text: 'txt',
  html: 'html',
}

export const exportTypes: Readonly<Record<ExportFormat | 'sealed', string>> = {
  zip: 'application/zip',
  jsonl: 'application/jsonl',
  markdown: 'text/markdown; charset=utf-8',
  text: 'text/plain; charset=utf-8',
  html: 'text/html; charset=utf-8',
  sealed: 'application/octet-stream',
}

/** A file to save. It is made as it is read: whoever stops reading stops the making. */
export function exported(means: ExportMeans, { format, chats, passphrase }: ExportOrder): ExportedFile {
  const madeAt = means.clock.now()
  const chat = chats?.length === 1 ? chats[0] : undefined
  const ids = chats?.map(({ id }) => id)
  const plain = gathered(contents(means, format, ids), means.clock)
  if (passphrase === undefined) {
    const disposition = contentDisposition({ chat, madeAt, ending: endings[format] })
    return { contentType: exportTypes[format], disposition, bytes: plain }
  }
  const disposition = contentDisposition({ chat, madeAt, ending: 'holdfast' })
  return { contentType: exportTypes.sealed, disposition, bytes: sealed(plain, { passphrase, fill: means.fill }) }
}

function contents(
  means: ExportMeans,
  format: ExportFormat,
  ids: readonly string[] | undefined,
): AsyncGenerator<Uint8Array> {
  switch (format) {
    case 'zip':
      return zipped(archiveLines(means, ids), means.clock.now())
    case 'jsonl':
      return archiveLines(means, ids)
    case 'markdown':
      return stories(means, ids, markdown)
    case 'text':
      return stories(means, ids, plainText)
    case 'html':
      return stories(means, ids, htmlPage)
  }
}
