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

/** The notes of a page's browser, past the page itself: its generators stand among them. */
export async function noteRows(page: Page): Promise<readonly unknown[]> {
  return (await rowsOf(page, 'notes')) ?? []
}

/** All that a page's browser keeps of words, for whoever reads why a test failed. */
export async function keptWords(page: Page): Promise<string> {
  const shelf = await page.evaluate(() => ({ ...localStorage }))
  return JSON.stringify({ drafts: await rowsOf(page, 'drafts'), outbox: await rowsOf(page, 'outbox'), shelf }, null, 1)
}

/** Null while there is no such table: the database may have been deleted a moment ago. */
function rowsOf<Row>(page: Page, table: string): Promise<readonly Row[] | null> {
  return page.evaluate(
    (name) =>
      new Promise<Row[] | null>((resolve, reject) => {
        const opening = indexedDB.open('holdfast')
        opening.addEventListener('error', () => reject(opening.error))
        opening.addEventListener('success', () => {
          const { result: database } = opening
          const answer = (rows: Row[] | null): void => {
            // Left open, it would keep the page from making its tables.
            database.close()
            resolve(rows)
          }
          if (!database.objectStoreNames.contains(name)) return answer(null)
          const reading = database.transaction(name).objectStore(name).getAll()
          reading.addEventListener('success', () => answer(reading.result))
        })
      }),
    table,
  )
}
