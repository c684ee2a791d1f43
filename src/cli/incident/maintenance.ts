import { fail, ok, type Outcome } from '#shared/outcome.ts'
import type { Settings } from '../config/settings.ts'
import { carryOut, numbered, said, versionOf, type Actions, type Done, type Order } from './command.ts'
import { componentsNamed, given, momentIn, needed, type Flags } from './order.ts'
import { maintenanceLines, workLines } from './show.ts'

export const maintenanceFlags: readonly string[] = [
  '--title',
  '--body',
  '--component',
  '--from',
  '--until',
  '--state',
  '--version',
  '--json',
]

const actions: Actions = {
  list: async ({ listed, flags }) =>
    ok(flags.has('--json') ? [JSON.stringify(listed.maintenances)] : maintenanceLines(listed)),
  show: async ({ id, listed, flags }) => {
    const found = numbered(listed.maintenances, id)
    if (found === undefined) return fail(unknown(id))
    return ok(flags.has('--json') ? [JSON.stringify(found)] : workLines(found, listed))
  },
  announce,
  update: (order) => update(order, order.flags.get('--state')),
  cancel: (order) => update(order, 'completed'),
}

/** `holdfast maintenance …`: work that is announced, and may make things fail. */
export function maintenanceCommand(
  settings: Settings,
  words: readonly string[],
  flags: Flags,
): Promise<Outcome<number, string>> {
  return carryOut('maintenance', actions, { settings, words, flags })
}

function unknown(id: string): string {
  return `No announced work is \`${id}\`: \`holdfast maintenance list\` shows it.`
}

async function announce({ flags, calls, listed }: Order): Done {
  const title = needed(flags, '--title', 'what people see first')
  if (!title.ok) return title
  const body = needed(flags, '--body', 'what is done, and what people will notice of it')
  if (!body.ok) return body
  const componentIds = componentsNamed(flags, listed)
  if (!componentIds.ok) return componentIds
  const from = momentIn(flags, '--from')
  if (!from.ok) return from
  const until = momentIn(flags, '--until')
  if (!until.ok) return until
  if (from.value === undefined || until.value === undefined) {
    return fail('When is it? Write --from and --until, such as 2026-11-30T22:00Z.')
  }
  const asked = { title: title.value, body: body.value, componentIds: componentIds.value }
  return said(await calls.edit('/maintenances', { ...asked, from: from.value, until: until.value }), 'announced')
}

async function update(order: Order, state: string | undefined): Done {
  const { id, flags, calls, listed } = order
  const found = numbered(listed.maintenances, id)
  if (found === undefined) return fail(unknown(id))
  const body = needed(flags, '--body', 'what is new')
  if (!body.ok) return body
  const from = momentIn(flags, '--from')
  if (!from.ok) return from
  const until = momentIn(flags, '--until')
  if (!until.ok) return until
  const asked = { version: versionOf(order, found.id), state: state ?? found.state, body: body.value }
  const times = given({ from: from.value, until: until.value })
  return said(await calls.edit(`/maintenances/${found.id}/updates`, { ...asked, ...times }), 'updated')
}
