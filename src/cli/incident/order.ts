import type { OperatorList } from '#protocol/operator.ts'
import { fail, ok, type Outcome } from '#shared/outcome.ts'

export type Flags = ReadonlyMap<string, string>

/** A flag that must be there, with what it is for. */
export function needed(flags: Flags, name: string, what: string): Outcome<string, string> {
  const value = flags.get(name)
  return value === undefined || value === 'true' || value.trim() === ''
    ? fail(`\`${name}\` is missing: ${what}.`)
    : ok(value)
}

/** The ids of components that are named, by id, key or name, with commas between them. */
export function componentsNamed(flags: Flags, { components }: OperatorList): Outcome<readonly string[], string> {
  const named =
    flags
      .get('--component')
      ?.split(',')
      .map((name) => name.trim()) ?? []
  const found = named.map((name) =>
    components.find((one) => one.id === name || one.name.toLowerCase() === name.toLowerCase()),
  )
  const unknown = named.find((_, index) => found[index] === undefined)
  if (unknown === undefined) return ok(found.flatMap((one) => (one === undefined ? [] : [one.id])))
  return fail(`There is no component \`${unknown}\`: there are ${components.map(({ name }) => name).join(', ')}.`)
}

/** A moment as ISO 8601 with its zone, such as 2026-11-30T22:00Z. Without a zone nobody knows what was meant. */
export function momentIn(flags: Flags, name: string): Outcome<number | undefined, string> {
  const text = flags.get(name)
  if (text === undefined) return ok(undefined)
  const hasZone = /(Z|[+-]\d\d:?\d\d)$/i.test(text)
  const at = Date.parse(text)
  if (hasZone && Number.isFinite(at)) return ok(at)
  return fail(
    `\`${name}\` is \`${text}\`: write a moment with its zone, such as 2026-11-30T22:00Z or 2026-11-30T23:00+01:00.`,
  )
}

/** What a command line asks for besides, without what it leaves out. */
export function given(values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined))
}
