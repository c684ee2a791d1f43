import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { messagePageSchema } from '../../src/protocol/chats.ts'
import { problemSchema } from '../../src/protocol/problem.ts'
import { crc32 } from '../../src/shared/crc32.ts'
import { testBrowser } from '../../src/web/test-means.ts'
import { runningServer, type RunningServer } from '../support/running-server.ts'
import { longTexts, smallArchive } from '../support/small-archive.ts'
import { openPage, type ArchivePage } from './page.ts'

let server: RunningServer

beforeAll(async () => void (server = await runningServer([])))
afterAll(() => server.stop())

function fileOf(bytes: Uint8Array, name = 'stories.jsonl'): File {
  return new File([new Uint8Array(bytes)], name)
}

async function stored(chatId: string): Promise<readonly string[]> {
  const answer = await fetch(`${server.address}/api/chats/${chatId}/messages`)
  return messagePageSchema.parse(await answer.json()).messages.map(({ text }) => text)
}

/** A line of an archive that only a later version would write. */
function lineOf(body: string): Buffer {
  return Buffer.from(`${body},"crc":"${crc32(Buffer.from(body)).toString(16).padStart(8, '0')}"}\n`)
}

const stageOf = ({ importing }: ArchivePage) => importing.stage.value

describe('bringing a file back', () => {
  test('takes it in, and a second time changes nothing', async () => {
    const { chatId, bytes, texts } = smallArchive(['Once', 'upon'])
    const page = openPage(server.address)
    await page.importing.choose(fileOf(bytes))
    expect(stageOf(page)).toMatchObject({ at: 'over', report: { isWhole: true, messages: { taken: 2, here: 0 } } })
    expect(await stored(chatId)).toEqual(texts)
    await page.importing.leave()
    await page.importing.choose(fileOf(bytes))
    expect(stageOf(page)).toMatchObject({ at: 'over', report: { isWhole: true, messages: { taken: 0, here: 2 } } })
    expect(await stored(chatId)).toEqual(texts)
  })

  test('of a damaged file takes what is whole, and lists what is not', async () => {
    const { lines, chatId } = smallArchive(['one', 'two', 'three'])
    const damaged = Buffer.concat(
      lines.map((line, n) => (n === 3 ? Buffer.from(line.toString().replace('two', 'too')) : line)),
    )
    const page = openPage(server.address)
    await page.importing.choose(fileOf(damaged))
    expect(stageOf(page)).toMatchObject({
      at: 'over',
      report: {
        isWhole: false,
        messages: { taken: 2 },
        damages: [
          { line: 4, reason: 'unreadable' },
          { line: 5, reason: 'parent-missing', chatId },
        ],
      },
    })
  })

  test.for([
    ['archive-newer', '{"holdfast":"archive","version":9,"madeAt":1,"by":"test"'],
    ['not-an-archive', 'Once upon a time'],
    ['not-an-archive', ''],
  ] as const)('that is none for this server is refused as %s, with a side', async ([fault, text]) => {
    const page = openPage(server.address)
    const { bytes } = smallArchive(['never'])
    const newer = Buffer.concat([lineOf(text), bytes.subarray(bytes.indexOf('\n') + 1)])
    await page.importing.choose(fileOf(fault === 'archive-newer' ? newer : Buffer.from(text)))
    expect(stageOf(page)).toMatchObject({ at: 'stopped', canGoOn: false, fault: { fault, side: 'you' } })
  })

  test('that is sealed asks for its passphrase, as often as it takes', async () => {
    const { chatId, bytes } = smallArchive(['a secret'])
    const page = openPage(server.address)
    await page.importing.choose(fileOf(bytes))
    await page.exporting.save({ format: 'jsonl', chats: [chatId], passphrase: 'right' })
    const [sealed = Buffer.alloc(0)] = await page.files()
    await page.importing.leave()
    await page.importing.choose(fileOf(sealed, 'stories.holdfast'))
    expect(stageOf(page)).toEqual({ at: 'sealed', isWrong: false })
    await page.importing.goOn('wrong')
    expect(stageOf(page)).toEqual({ at: 'sealed', isWrong: true })
    await page.importing.goOn('right')
    expect(stageOf(page)).toMatchObject({ at: 'over', report: { isWhole: true, messages: { here: 1 } } })
  })
})

describe('a file on a bad way', () => {
  const large = smallArchive(longTexts(4_000_000))

  test('goes through an outage by itself, and nothing that has arrived is sent again', async () => {
    let parts = 0
    let lost = 0
    const passes = (path: string): boolean => {
      if (path.includes('?offset=')) parts++
      const isLost = parts === 2 && lost < 5
      if (isLost) lost++
      return !isLost
    }
    const page = openPage(server.address, { passes })
    const troubles = new Set<string | undefined>()
    page.importing.trouble.subscribe((trouble) => troubles.add(trouble?.fault))
    await page.importing.choose(fileOf(large.bytes))
    expect(stageOf(page)).toMatchObject({ at: 'over', report: { isWhole: true } })
    expect(await stored(large.chatId)).toEqual(large.texts)
    expect([...troubles]).toEqual([undefined, 'edge-unreachable'])
    expect(page.sentBytes()).toBe(large.bytes.length)
  })

  test('is asked for again after a crash, and goes on from where it was', async () => {
    const browser = testBrowser()
    const { bytes, chatId, texts } = smallArchive(longTexts(4_000_000))
    let parts = 0
    const first = openPage(server.address, { browser, passes: (path) => !path.includes('?offset=') || parts++ < 1 })
    void first.importing.choose(fileOf(bytes))
    await expect.poll(() => parts).toBeGreaterThan(1)
    first.crash()
    const again = openPage(server.address, { browser })
    await again.importing.resume()
    expect(stageOf(again)).toEqual({ at: 'file-wanted', sentBytes: first.sentBytes(), isAnother: false })
    const another = Buffer.from(bytes)
    another.write('!', 200)
    await again.importing.choose(fileOf(another))
    expect(stageOf(again)).toMatchObject({ at: 'file-wanted', isAnother: true })
    await again.importing.choose(fileOf(bytes))
    expect(stageOf(again)).toMatchObject({ at: 'over', report: { isWhole: true, messages: { taken: texts.length } } })
    expect(first.sentBytes() + again.sentBytes()).toBe(bytes.length)
    expect(await stored(chatId)).toEqual(texts)
  })

  test('and that a server has forgotten is sent from its beginning', async () => {
    const { bytes, texts } = smallArchive(longTexts(4_000_000))
    const forget = async (id: string): Promise<void> =>
      void (await fetch(`${server.address}/api/imports/${id}`, { method: 'DELETE' }))
    let parts = 0
    let forgetting: Promise<void> | undefined
    const page = openPage(server.address, {
      passes(path) {
        if (!path.includes('?offset=') || parts++ !== 1) return true
        forgetting = forget(path.split('/')[3]?.split('?')[0] ?? '')
        return false
      },
    })
    await page.importing.choose(fileOf(bytes))
    await forgetting
    expect(stageOf(page)).toMatchObject({ at: 'over', report: { isWhole: true, messages: { taken: texts.length } } })
  })

  test('whose page was closed while the server took it in is there when it is opened again, until it is left', async () => {
    const browser = testBrowser()
    const page = openPage(server.address, { browser })
    await page.importing.choose(fileOf(smallArchive(['Once']).bytes))
    const again = openPage(server.address, { browser })
    await again.importing.resume()
    expect(stageOf(again)).toMatchObject({ at: 'over', report: { messages: { taken: 1 } } })
    const { id } = again.importing.file.value ?? {}
    await again.importing.leave()
    const gone = await fetch(`${server.address}/api/imports/${id}`)
    expect(problemSchema.parse(await gone.json()).fault).toBe('unknown-import')
    const last = openPage(server.address, { browser })
    await last.importing.resume()
    expect(stageOf(last)).toEqual({ at: 'none' })
  })

  test('in a browser that keeps nothing is taken in all the same, and that is said', async () => {
    const browser = testBrowser()
    browser.disk.fail('QuotaExceededError')
    const page = openPage(server.address, { browser })
    await page.importing.choose(fileOf(smallArchive(['Once']).bytes))
    expect(page.importing.notRemembered.value).toMatchObject({ kind: 'quota' })
    expect(stageOf(page)).toMatchObject({ at: 'over' })
  })
})
