import { archiveServerOver } from '../archive/archive-server.ts'
import { browserSaving } from '../archive/browser.ts'
import { Exporting } from '../archive/exporting.ts'
import { Importing } from '../archive/importing.ts'
import { browserFolders } from '../device-backups/browser.ts'
import { DeviceCopies } from '../device-backups/device-copies.ts'
import { ledgerServerOver } from '../ledger/ledger-server.ts'
import type { Means } from '../means.ts'

/** Taking stories away, bringing them back, and copies of them on this device. */
export interface Safekeeping {
  /** One for each form: what became of one file is nothing to another. */
  readonly exporting: () => Exporting
  readonly importing: Importing
  readonly deviceCopies: DeviceCopies
}

/** Goes on with whatever an earlier page had begun. `onTaken`: stories may have come in. */
export function openSafekeeping(means: Means, onTaken: () => void): Safekeeping {
  const archives = archiveServerOver(means)
  const exporting = (): Exporting => new Exporting({ means, server: archives, saving: browserSaving })
  const importing = new Importing({ means, server: archives, onTaken })
  const folders = browserFolders(means.store)
  const deviceCopies = new DeviceCopies({ means, server: ledgerServerOver(means), folders, exporting: exporting() })
  void importing.resume()
  void deviceCopies.start()
  return { exporting, importing, deviceCopies }
}
