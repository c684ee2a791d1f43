import type { Store } from '../store/store.ts'
import { folderOf, type Folder } from './folder.ts'

/** Where the copies of this device go. */
export interface Folders {
  /** False: this browser lets no page write into a folder. */
  readonly canPick: boolean
  /** Asks the person for a folder, and keeps it. Null: they have picked none. */
  readonly pick: () => Promise<Folder | null>
  /** The one that was picked. Null: none, or the browser has forgotten it. */
  readonly picked: () => Promise<Folder | null>
}

const noteName = 'device-copies-folder'

export function browserFolders(store: Store): Folders {
  return {
    canPick: window.showDirectoryPicker !== undefined,
    async pick() {
      const handle = await pickedByPerson()
      if (handle === null) return null
      const kept = await store.write(['notes'], (transaction) => transaction.objectStore('notes').put(handle, noteName))
      return kept.ok ? folderOf(handle) : null
    },
    async picked() {
      const read = await store.read(['notes'], (transaction) => transaction.objectStore('notes').get(noteName))
      return read.ok && read.value instanceof FileSystemDirectoryHandle ? folderOf(read.value) : null
    },
  }
}

async function pickedByPerson(): Promise<FileSystemDirectoryHandle | null> {
  try {
    return (await window.showDirectoryPicker?.({ id: 'holdfast', mode: 'readwrite' })) ?? null
  } catch (error) {
    // They have closed the dialog, or the browser does not allow this folder and has told them so.
    if (error instanceof DOMException) return null
    throw error
  }
}
