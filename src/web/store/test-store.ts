// oxlint-disable-next-line import/no-unassigned-import -- idb asks for IndexedDB's classes by their global names
import 'fake-indexeddb/auto'
import { forceCloseDatabase } from 'fake-indexeddb'
import { deleteDB, openDB, unwrap, type IDBPDatabase } from 'idb'
import type { OpenDatabase } from './store.ts'
import type { Tables } from './tables.ts'

/** A browser's database that a test can do to what users, disks and browsers do to the real one. */
export interface TestDisk {
  readonly open: OpenDatabase
  /** Breaks every connection without a word, as WebKit does. */
  readonly loseConnections: () => void
  /** Ends every connection with an event, as a browser does when its user clears a site's data. */
  readonly endConnections: () => void
  /** Deletes the database under whoever has it open. */
  readonly deleteDatabase: () => Promise<void>
  /** From now on nothing can be opened: the name of the browser's error, or null when it works again. */
  readonly fail: (errorName: string | null) => void
}

let disks = 0

export function testDisk(): TestDisk {
  const ownName = `test-${++disks}`
  const connections = new Set<IDBPDatabase<Tables>>()
  let failure: string | null = null
  const loseConnections = (): void => {
    for (const connection of connections) connection.close()
    connections.clear()
  }
  return {
    async open(_, version, callbacks) {
      if (failure !== null) throw new DOMException('as the test wants it', failure)
      const connection = await openDB<Tables>(ownName, version, callbacks)
      connections.add(connection)
      return connection
    },
    loseConnections,
    endConnections() {
      for (const connection of connections) {
        // @ts-expect-error -- its types say the class where an instance is meant
        forceCloseDatabase(unwrap(connection))
      }
      connections.clear()
    },
    deleteDatabase: () => deleteDB(ownName),
    fail(errorName) {
      failure = errorName
      loseConnections()
    },
  }
}
