import type { Page } from 'playwright-core'

export interface CopiedRow {
  readonly message: { readonly text: string; readonly role: string }
}

/** The copies of messages that a page's browser has, past the page itself. */
export function copiedRows(page: Page): Promise<readonly CopiedRow[]> {
  return rowsOf(page, 'messages')
}

/** The turns that a page's browser keeps for sending, past the page itself. */
export function waitingRows(page: Page): Promise<readonly { readonly text: string }[]> {
  return rowsOf(page, 'outbox')
}

/** All that a page's browser keeps of words, for whoever reads why a test failed. */
export async function keptWords(page: Page): Promise<string> {
  const shelf = await page.evaluate(() => ({ ...localStorage }))
  return JSON.stringify({ drafts: await rowsOf(page, 'drafts'), outbox: await rowsOf(page, 'outbox'), shelf }, null, 1)
}

function rowsOf<Row>(page: Page, table: string): Promise<readonly Row[]> {
  return page.evaluate(
    (name) =>
      new Promise<Row[]>((resolve, reject) => {
        const opening = indexedDB.open('holdfast')
        opening.addEventListener('error', () => reject(opening.error))
        opening.addEventListener('success', () => {
          const { result: database } = opening
          // It may have been deleted a moment ago.
          if (!database.objectStoreNames.contains(name)) return resolve([])
          const reading = database.transaction(name).objectStore(name).getAll()
          reading.addEventListener('success', () => {
            database.close()
            resolve(reading.result)
          })
        })
      }),
    table,
  )
}
