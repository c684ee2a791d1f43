import { fail, ok, type Outcome } from '#shared/outcome.ts'

/** Why a folder did not do what it was asked to. */
export interface FolderFailure {
  /**
   * - `permission`: the browser wants the person to be asked again.
   * - `gone`: it was moved, renamed or taken away.
   * - `full`: there is no room left.
   * - `broken`: what came to be written did not come to its end, or the disk did not take it.
   */
  readonly kind: 'permission' | 'gone' | 'full' | 'broken'
  readonly because: string
}

type Answer<T> = Promise<Outcome<T, FolderFailure>>

/** What the browser lets us do in a folder. */
export type Permission = 'granted' | 'prompt' | 'denied'

/** A folder that the person has picked. */
export interface Folder {
  readonly name: string
  readonly permission: () => Promise<Permission>
  /** Asks the person. A browser allows that only in answer to something they did. */
  readonly askPermission: () => Promise<Permission>
  readonly names: () => Answer<readonly string[]>
  /** The file appears when all of it is written, or not at all. */
  readonly write: (name: string, bytes: AsyncIterable<Uint8Array<ArrayBuffer>>) => Answer<void>
  readonly read: (name: string) => Answer<Blob>
  readonly remove: (name: string) => Answer<void>
}

export function folderOf(handle: FileSystemDirectoryHandle): Folder {
  return {
    name: handle.name,
    permission: async () => (await handle.queryPermission?.({ mode: 'readwrite' })) ?? 'granted',
    askPermission: async () => (await handle.requestPermission?.({ mode: 'readwrite' })) ?? 'granted',
    names: () => trying(() => namesIn(handle)),
    write: (name, bytes) => trying(() => write(handle, name, bytes)),
    read: (name) => trying(async () => (await handle.getFileHandle(name)).getFile()),
    remove: (name) => trying(() => handle.removeEntry(name)),
  }
}

async function namesIn(handle: FileSystemDirectoryHandle): Promise<readonly string[]> {
  const names: string[] = []
  for await (const name of handle.keys()) names.push(name)
  return names
}

async function write(
  handle: FileSystemDirectoryHandle,
  name: string,
  bytes: AsyncIterable<Uint8Array<ArrayBuffer>>,
): Promise<void> {
  const file = await handle.getFileHandle(name, { create: true })
  const writable = await file.createWritable()
  try {
    for await (const part of bytes) await writable.write(part)
    await writable.close()
  } catch (error) {
    await writable.abort()
    // Opening it has made an empty file of this name.
    await handle.removeEntry(name)
    throw error
  }
}

const kinds: Readonly<Record<string, FolderFailure['kind']>> = {
  NotAllowedError: 'permission',
  SecurityError: 'permission',
  NotFoundError: 'gone',
  TypeMismatchError: 'gone',
  QuotaExceededError: 'full',
}

async function trying<T>(work: () => Promise<T>): Answer<T> {
  try {
    return ok(await work())
  } catch (error) {
    const kind = error instanceof DOMException ? kinds[error.name] : undefined
    return fail({ kind: kind ?? 'broken', because: String(error) })
  }
}
