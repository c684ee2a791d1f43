import { mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { fail, ok } from '../../src/shared/outcome.ts'
import type { Folders } from '../../src/web/device-backups/browser.ts'
import type { Folder, FolderFailure, Permission } from '../../src/web/device-backups/folder.ts'

/** A folder on the disk, with the browser's word about who may write into it in the hand of the test. */
export interface DiskFolder {
  readonly path: string
  readonly folder: Folder
  /** As a browser knows it when the person picks this one. */
  readonly folders: Folders
  permission: Permission
  /** What the person says when they are asked. */
  answer: Permission
  /** Does to a file what a bad disk does, when it was written. */
  spoil: (bytes: Buffer) => Buffer
  readonly names: () => Promise<readonly string[]>
  readonly contents: (name: string) => Promise<Buffer>
  readonly put: (name: string) => Promise<void>
  readonly remove: () => Promise<void>
}

export async function openDiskFolder(): Promise<DiskFolder> {
  const path = await mkdtemp(join(tmpdir(), 'holdfast-copies-'))
  let isPicked = false
  const folder: Folder = {
    name: basename(path),
    permission: () => Promise.resolve(disk.permission),
    askPermission: () => Promise.resolve((disk.permission = disk.answer)),
    names: async () => ok(await readdir(path)),
    async write(name, bytes) {
      try {
        const parts: Uint8Array[] = []
        for await (const part of bytes) parts.push(part)
        await writeFile(join(path, `${name}.part`), disk.spoil(Buffer.concat(parts)))
        await rename(join(path, `${name}.part`), join(path, name))
        return ok(undefined)
      } catch (error) {
        return fail<FolderFailure>({ kind: 'broken', because: String(error) })
      }
    },
    read: async (name) => ok(new Blob([new Uint8Array(await readFile(join(path, name)))])),
    remove: async (name) => ok(await rm(join(path, name))),
  }
  const disk: DiskFolder = {
    path,
    folder,
    folders: {
      canPick: true,
      pick() {
        isPicked = true
        return Promise.resolve(folder)
      },
      picked: () => Promise.resolve(isPicked ? folder : null),
    },
    permission: 'granted',
    answer: 'granted',
    spoil: (bytes) => bytes,
    names: async () => (await readdir(path)).toSorted(),
    contents: (name) => readFile(join(path, name)),
    put: (name) => writeFile(join(path, name), 'there before'),
    remove: () => rm(path, { recursive: true }),
  }
  return disk
}
