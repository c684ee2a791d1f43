import { copyFile, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { errnoOf } from '#shared/errno.ts'
import { manifestText, parseManifest, type Manifest } from './manifest.ts'
import { manifestOf, momentOf, nameIn, packedOf } from './names.ts'
import { unreadableManifest, type BackupPlace, type StoredBackup } from './place.ts'
import { syncFile, syncFolder } from './sync.ts'

/** Backups in a folder, which is made with the first of them. */
export function folderPlace(folder: string): BackupPlace {
  const manifestAt = (name: string): string => join(folder, manifestOf(name))
  const packedAt = (name: string): string => join(folder, packedOf(name))

  async function manifest(name: string): Promise<Manifest> {
    const found = parseManifest(await readFile(manifestAt(name), 'utf8'))
    if (found?.name !== name) throw unreadableManifest(manifestAt(name))
    return found
  }

  async function stored(name: string): Promise<StoredBackup | undefined> {
    try {
      const { size } = await stat(packedAt(name))
      return size === (await manifest(name)).sizeBytes ? { name, at: momentOf(name) ?? 0, sizeBytes: size } : undefined
    } catch {
      return undefined // half of a backup, or two files that belong to somebody else: neither is ours to touch
    }
  }

  return {
    says: folder,

    async list() {
      const files = await filesIn(folder)
      const names = files
        .filter((file) => file === manifestOf(nameIn(file) ?? ''))
        .flatMap((file) => nameIn(file) ?? [])
      const backups = await Promise.all(names.map(stored))
      return backups.filter((backup) => backup !== undefined).toSorted((a, b) => b.at - a.at)
    },

    manifest,

    async put(packedFile, made) {
      await mkdir(folder, { recursive: true, mode: 0o700 })
      await rename(packedFile, packedAt(made.name))
      const unfinished = `${manifestAt(made.name)}.new`
      await writeFile(unfinished, manifestText(made), { mode: 0o600 })
      await syncFile(unfinished)
      await rename(unfinished, manifestAt(made.name))
      await syncFolder(folder)
    },

    fetch: (name, toFile) => copyFile(packedAt(name), toFile),

    async remove(name) {
      // In this order, so that what is left after a crash is not listed as a backup.
      await rm(manifestAt(name))
      await rm(packedAt(name))
    },
  }
}

async function filesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder)
  } catch (error) {
    // Nothing was ever put there.
    if (errnoOf(error) === 'ENOENT') return []
    throw error
  }
}
