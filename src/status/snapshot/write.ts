import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fail, ok, type Outcome } from '#shared/outcome.ts'

const writingName = '.writing'

/**
 * Puts files in a folder that a web server may be reading from: everything is written beside first and then moved, so that a
 * reader finds each file whole, and a full disk leaves all of them as they were. The last of the files is moved last.
 */
export async function writeSnapshot(
  folder: string,
  files: ReadonlyMap<string, string>,
): Promise<Outcome<null, string>> {
  const writing = join(folder, writingName)
  try {
    await rm(writing, { recursive: true, force: true })
    for (const path of files.keys()) await mkdir(dirname(join(writing, path)), { recursive: true })
    for (const [path, text] of files) await writeFile(join(writing, path), text)
    for (const path of files.keys()) {
      await mkdir(dirname(join(folder, path)), { recursive: true })
      await rename(join(writing, path), join(folder, path))
    }
    await removeOldEntries(folder, files)
    return ok(null)
  } catch (error) {
    return fail(error instanceof Error ? error.message : String(error))
  } finally {
    await rm(writing, { recursive: true, force: true }).catch(() => {
      // It is removed before the next try, which says why it cannot be.
    })
  }
}

/** Pages of incidents that the board no longer has: they would stay at the age that they had. */
async function removeOldEntries(folder: string, files: ReadonlyMap<string, string>): Promise<void> {
  for (const name of await readdir(join(folder, 'i')).catch(() => [])) {
    if (/^[a-z0-9]{12}\.html$/.test(name) && !files.has(`i/${name}`)) await rm(join(folder, 'i', name))
  }
}
