import { writeFile } from 'node:fs/promises'
import * as z from 'zod/mini'
import { pictureBytes } from '#protocol/bundle-picture.ts'
import { bundleHeaderSchema, bundleSchema, bundleVersion, type Bundle } from '#protocol/bundle.ts'
import { bundleLines } from '#protocol/bundle-text.ts'
import { fail, ok, type Outcome } from '#shared/outcome.ts'
import { printable } from '#shared/printable.ts'
import { readBytes } from '../read-bytes.ts'
import { escapedJson } from './escaped-json.ts'

/** A page makes bundles of a few kilobytes. What is larger than this is not what was meant to be opened. */
const mostBytes = 100_000_000

export interface OpenBundleOptions {
  readonly isJson: boolean
  /** Where the picture goes that the person added. */
  readonly pictureFile?: string
}

/** Prints a bundle. It comes from a stranger: nothing of it is run, followed, or obeyed by the terminal. */
export async function openBundle(file: string, options: OpenBundleOptions): Promise<Outcome<number, string>> {
  const name = printable(file)
  const bytes = await readBytes(file, {
    mostBytes,
    tooLarge: `${name} is larger than ${mostBytes / 1e6} MB, which no bundle is: ask for it to be sent again.`,
    unreadable: (error) => `${name} cannot be read (${String(error)}): correct the name, or make it readable.`,
  })
  if (!bytes.ok) return bytes
  const bundle = bundleIn(bytes.value)
  if (!bundle.ok) return fail(`${name} ${bundle.error}`)
  const { isJson, pictureFile } = options
  const written = pictureFile === undefined ? ok(null) : await writePicture(bundle.value, pictureFile)
  if (!written.ok) return fail(`${name} ${written.error}`)
  console.log(isJson ? escapedJson(bundle.value) : bundleLines(bundle.value).join('\n'))
  return ok(0)
}

/** A file that is there already stays as it is. */
async function writePicture({ sections: { picture } }: Bundle, file: string): Promise<Outcome<null, string>> {
  if (picture === undefined) return fail('has no picture in it: leave out `--picture`.')
  try {
    await writeFile(file, pictureBytes(picture), { flag: 'wx' })
    return ok(null)
  } catch (error) {
    return fail(`has a picture that cannot be written to ${printable(file)} (${String(error)}): name another file.`)
  }
}

function bundleIn(bytes: Buffer): Outcome<Bundle, string> {
  const content = jsonIn(bytes)
  const header = bundleHeaderSchema.safeParse(content)
  if (!header.success) return fail('is not a support bundle of Holdfast.')
  const { version } = header.data
  if (version !== bundleVersion) {
    return fail(
      `is a bundle of form ${version}, and this Holdfast reads form ${bundleVersion}: open it with the Holdfast that it comes from.`,
    )
  }
  const bundle = bundleSchema.safeParse(content)
  return bundle.success ? ok(bundle.data) : fail(`is a damaged bundle: ${faultOf(bundle.error)}`)
}

function jsonIn(bytes: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    return undefined // Whatever it is, it is no bundle.
  }
}

function faultOf({ issues: [first] }: z.core.$ZodError): string {
  if (first === undefined) return 'nothing in it has the right form.'
  return `\`${printable(first.path.map(String).join('.'))}\` has not the right form (${printable(first.message)}).`
}
