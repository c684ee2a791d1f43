import type { Manifest } from './manifest.ts'

/** A whole backup, as a place lists it. */
export interface StoredBackup {
  readonly name: string
  readonly at: number
  readonly sizeBytes: number
}

/** Where backups lie. Rejects with what the disk or the other side said. */
export interface BackupPlace {
  /** For people: a folder, or an address without a key in it. */
  readonly says: string
  /** Those that are whole, youngest first. What is not ours is not listed. */
  readonly list: () => Promise<readonly StoredBackup[]>
  readonly manifest: (name: string) => Promise<Manifest>
  /** Takes the file over, which is gone from where it was after that, and reads it back. */
  readonly put: (packedFile: string, manifest: Manifest) => Promise<void>
  /** Copies the compressed file to `toFile`. */
  readonly fetch: (name: string, toFile: string) => Promise<void>
  readonly remove: (name: string) => Promise<void>
}

/** A manifest that is not there or says something else than a manifest does. */
export function unreadableManifest(where: string): Error {
  return new Error(`${where} is not the manifest of a backup that this version of Holdfast can read`)
}
