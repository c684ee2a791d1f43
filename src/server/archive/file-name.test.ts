import fc from 'fast-check'
import { expect, test } from 'vitest'
import { contentDisposition } from './file-name.ts'

const nameOf = (title: string | null): string => contentDisposition({ chat: { title }, madeAt: 0, ending: 'md' })

test.for([
  ['The sea', `attachment; filename="The-sea-1970-01-01.md"; filename*=UTF-8''The%20sea%201970-01-01.md`],
  [
    'Käthe & 海',
    `attachment; filename="Kathe-1970-01-01.md"; filename*=UTF-8''K%C3%A4the%20%26%20%E6%B5%B7%201970-01-01.md`,
  ],
  [
    '../../etc/passwd',
    `attachment; filename="etc-passwd-1970-01-01.md"; filename*=UTF-8''etc%20passwd%201970-01-01.md`,
  ],
  ['海', `attachment; filename="story-1970-01-01.md"; filename*=UTF-8''%E6%B5%B7%201970-01-01.md`],
  [null, `attachment; filename="Untitled-1970-01-01.md"; filename*=UTF-8''Untitled%201970-01-01.md`],
] as const)('%j', ([title, header]) => {
  expect(nameOf(title)).toBe(header)
})

test('any title makes a header of printable ASCII, and a name that leads nowhere', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (title) => {
      const header = nameOf(title)
      expect(header).toMatch(/^attachment; filename="[\w-]+\.md"; filename\*=UTF-8''[\w.%~-]+$/)
      const name = decodeURIComponent(/''(.+)$/.exec(header)?.[1] ?? '')
      expect(name).not.toMatch(/[\\/:*?"<>|\p{C}]|^\./u)
    }),
  )
})
