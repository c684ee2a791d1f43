import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import * as z from 'zod/mini'
import { builtInRanges } from '#edge/cloudflare-ranges.ts'
import { daysOld, readRangeList, type RangeList } from '#edge/range-list.ts'
import { errnoOf } from '#shared/errno.ts'
import { fail, ok, type Outcome } from '#shared/outcome.ts'

const listSchema = z.object({
  asOf: z.string().check(z.refine((day) => daysOld({ asOf: day }, Date.now()) !== undefined)),
  v4: z.array(z.string()),
  v6: z.array(z.string()),
})

const fileIn = (dataDir: string): string => join(resolve(dataDir), 'cloudflare-ranges.json')

/** The younger of the list that came with Holdfast and the one that was fetched. The error is one sentence. */
export function knownRanges(dataDir: string): Outcome<RangeList, string> {
  const kept = keptRanges(dataDir)
  if (!kept.ok) return kept
  const isYounger = kept.value !== undefined && kept.value.asOf > builtInRanges.asOf
  return ok(isYounger ? kept.value : builtInRanges)
}

function keptRanges(dataDir: string): Outcome<RangeList | undefined, string> {
  const file = fileIn(dataDir)
  try {
    const kept = listSchema.parse(JSON.parse(readFileSync(file, 'utf8')))
    const list = readRangeList({ v4: kept.v4.join('\n'), v6: kept.v6.join('\n') }, kept.asOf)
    return list.ok ? list : fail(`${file} ${list.error}: ${remedy}`)
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return ok(undefined)
    const why = error instanceof Error ? error.message : String(error)
    return fail(`${file} cannot be used (${why}): ${remedy}`)
  }
}

const remedy =
  'fetch it anew with `holdfast edge ranges --update`, or delete it to use the list that came with Holdfast.'

/** Whole or not at all, for an edge may read it at any moment. Answers with the path of the file. */
export function keepRanges(dataDir: string, list: RangeList): string {
  const file = fileIn(dataDir)
  mkdirSync(resolve(dataDir), { recursive: true })
  writeFileSync(`${file}.new`, `${JSON.stringify(list, null, 2)}\n`)
  renameSync(`${file}.new`, file)
  return file
}
