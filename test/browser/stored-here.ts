import type { Page } from 'playwright-core'

export interface CopiedRow {
  readonly id: string
  readonly message: { readonly text: string; readonly role: string }
}

/** The copies of messages that a page's browser has, past the page itself. */
export async function copiedRows(page: Page): Promise<readonly CopiedRow[]> {
  return (await rowsOf<CopiedRow>(page, 'messages')) ?? []
}

/** The turns that a page's browser keeps for sending, past the page itself; null while it has no place for them. */
export function waitingRows(page: Page): Promise<readonly { readonly text: string }[] | null> {
  return rowsOf(page, 'outbox')
}

/** The texts of all turns that a page's browser keeps for sending, wherever it does. */
export async function waitingTexts(page: Page): Promise<readonly string[]> {
  const shelf = await page.evaluate(() =>
    Object.entries(localStorage).flatMap(([key, value]) => (key.startsWith('holdfast:turn:') ? [String(value)] : [])),
  )
  return [...shelf, ...((await waitingRows(page)) ?? []).map(({ text }) => text)]
}

/** The notes of a page's browser, past the page itself: its generators stand among them. */
export async function noteRows(page: Page): Promise<readonly unknown[]> {
  return (await rowsOf(page, 'notes')) ?? []
}

/**
 * Resolves when the browser has done what the page had asked it to write of drafts: what is written to one table is done in
 * the order in which it was asked for, and the page asks for one thing after the other, so it takes two. What the page did
 * not ask for is not waited for.
 */
export async function draftsDone(page: Page): Promise<void> {
  for (let time = 0; time < 2; time++) await rowsOf(page, 'drafts', 'readwrite')
}

/** All that a page's browser keeps of words, for whoever reads why a test failed. */
export async function keptWords(page: Page): Promise<string> {
  const shelf = await page.evaluate(() => ({ ...localStorage }))
  return JSON.stringify({ drafts: await rowsOf(page, 'drafts'), outbox: await rowsOf(page, 'outbox'), shelf }, null, 1)
}

/**
 * Null while there is no such table: the database may have been deleted a moment ago. Read as somebody who may write, they are
 * read after what others had begun to write.
 */
function rowsOf<Row>(
  page: Page,
  table: string,
  mode: 'readonly' | 'readwrite' = 'readonly',
): Promise<readonly Row[] | null> {
  return page.evaluate(
    ([name, as]) =>
      new Promise<Row[] | null>((resolve, reject) => {
        const opening = indexedDB.open('holdfast')
        // There is none, and whoever only looks makes none: one that has no tables would be in the page's way.
        opening.addEventListener('upgradeneeded', () => opening.transaction?.abort())
        opening.addEventListener('error', () =>
          opening.error?.name === 'AbortError' ? resolve(null) : reject(opening.error),
        )
        opening.addEventListener('success', () => {
          const { result: database } = opening
          const answer = (rows: Row[] | null): void => {
            // Left open, it would keep the page from making its tables.
            database.close()
            resolve(rows)
          }
          if (!database.objectStoreNames.contains(name)) return answer(null)
          const reading = database.transaction(name, as).objectStore(name).getAll()
          reading.addEventListener('error', () => reject(reading.error))
          reading.addEventListener('success', () => answer(reading.result))
        })
      }),
    [table, mode] as const,
  )
}
