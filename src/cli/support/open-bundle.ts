import * as z from 'zod/mini'
import { bundleHeaderSchema, bundleSchema, bundleVersion, type Bundle } from '#protocol/bundle.ts'
import { bundleLines } from '#protocol/bundle-text.ts'
import { fail, ok, type Outcome } from '#shared/outcome.ts'
import { printable } from '#shared/printable.ts'
import { readBytes } from '../read-bytes.ts'
import { escapedJson } from './escaped-json.ts'

/** A page makes bundles of a few kilobytes. What is larger than this is not what was meant to be opened. */
const mostBytes = 100_000_000

/** Prints a bundle. It comes from a stranger: nothing of it is run, followed, or obeyed by the terminal. */
export async function openBundle(file: string, asJson: boolean): Promise<Outcome<number, string>> {
  const name = printable(file)
  const bytes = await readBytes(file, {
    mostBytes,
    tooLarge: `${name} is larger than ${mostBytes / 1e6} MB, which no bundle is: ask for it to be sent again.`,
    unreadable: (error) => `${name} cannot be read (${String(error)}): correct the name, or make it readable.`,
  })
  if (!bytes.ok) return bytes
  const bundle = bundleIn(bytes.value)
  if (!bundle.ok) return fail(`${name} ${bundle.error}`)
  console.log(asJson ? escapedJson(bundle.value) : bundleLines(bundle.value).join('\n'))
  return ok(0)
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
