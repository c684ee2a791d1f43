import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { reportPage, type LabRecord } from '#lab/report.ts'
import { fail, ok, type Outcome } from '#shared/outcome.ts'

/** Writes a record and its page; answers with where the page is. */
export async function writeReport(record: LabRecord, folder: string): Promise<Outcome<string, string>> {
  const page = join(folder, 'lab.html')
  try {
    await mkdir(folder, { recursive: true })
    await writeFile(join(folder, 'lab.json'), JSON.stringify(record))
    await writeFile(page, reportPage(record))
    return ok(page)
  } catch (error) {
    return fail(`The report cannot be written to ${folder} (${String(error)}): name another folder with --to.`)
  }
}
