import type { OperatorEdited, OperatorList } from '#protocol/operator.ts'
import { fail, ok, type Outcome } from '#shared/outcome.ts'
import type { Settings } from '../config/settings.ts'
import { statusCalls, type StatusCalls } from './call.ts'
import type { Flags } from './order.ts'

/** What somebody wants done with an incident or with announced work, and what there is. */
export interface Order {
  readonly id: string
  readonly flags: Flags
  readonly calls: StatusCalls
  readonly listed: OperatorList
}

/** The lines to print, or a sentence for the operator. */
export type Done = Promise<Outcome<readonly string[], string>>

export type Actions = Readonly<Record<string, (order: Order) => Done>>

/** `holdfast NAME ACTION ID`, where an action is one of these; without one it is `list`. */
export async function carryOut(
  name: string,
  actions: Actions,
  { settings, words, flags }: { readonly settings: Settings; readonly words: readonly string[]; readonly flags: Flags },
): Promise<Outcome<number, string>> {
  const [action = 'list', id = ''] = words
  const act = Object.hasOwn(actions, action) ? actions[action] : undefined
  if (act === undefined)
    return fail(`\`holdfast ${name}\` cannot \`${action}\`: it can ${Object.keys(actions).join(', ')}.`)
  const calls = statusCalls(settings)
  const listed = await calls.list()
  if (!listed.ok) return listed
  const done = await act({ id, flags, calls, listed: listed.value })
  if (!done.ok) return done
  console.log(done.value.join('\n'))
  return ok(0)
}

/** The one that is meant by its id or its number. */
export function numbered<T extends { readonly id: string; readonly number: number }>(
  all: readonly T[],
  id: string,
): T | undefined {
  return all.find((one) => one.id === id || String(one.number) === id)
}

/** What the operator saw: by `--version` as they noted it, else as it stands this moment. */
export function versionOf({ flags, listed }: Pick<Order, 'flags' | 'listed'>, id: string): number {
  const named = flags.get('--version')
  return named === undefined ? (listed.versions[id] ?? 0) : Number(named)
}

export function said(edited: Outcome<OperatorEdited, string>, what: string): Outcome<readonly string[], string> {
  if (!edited.ok) return edited
  const { id, number, version } = edited.value
  return ok([`${number} ${what}: ${id}, version ${version}`])
}
