import type { Page } from 'playwright-core'

export interface CopiedRow {
  readonly message: { readonly text: string; readonly role: string }
}

/** The copies of messages that a page's browser has, past the page itself. */
export function copiedRows(page: Page): Promise<readonly CopiedRow[]> {
  return page.evaluate(
    () =>
      new Promise<CopiedRow[]>((resolve, reject) => {
        const opening = indexedDB.open('holdfast')
        opening.addEventListener('error', () => reject(opening.error))
        opening.addEventListener('success', () => {
          const { result: database } = opening
          // It may have been deleted a moment ago.
          if (!database.objectStoreNames.contains('messages')) return resolve([])
          const reading = database.transaction('messages').objectStore('messages').getAll()
          reading.addEventListener('success', () => {
            database.close()
            resolve(reading.result)
          })
        })
      }),
  )
}
