import { fail, ok, type Outcome } from '#shared/outcome.ts'
import type { Settings } from '../config/settings.ts'
import { statusCalls, type Listed, type StatusCalls } from './call.ts'
import { said, versionOf } from './incident.ts'
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

interface Order {
  readonly id: string
  readonly flags: Flags
  readonly calls: StatusCalls
  readonly listed: Listed
}

type Done = Promise<Outcome<readonly string[], string>>

const actions: Readonly<Record<string, (order: Order) => Done>> = {
  list: async ({ listed, flags }) =>
    ok(flags.has('--json') ? [JSON.stringify(listed.maintenances)] : maintenanceLines(listed)),
  show: async ({ id, listed, flags }) => {
    const found = listed.maintenances.find((one) => one.id === id || String(one.number) === id)
    if (found === undefined) return fail(unknown(id))
    return ok(flags.has('--json') ? [JSON.stringify(found)] : workLines(found, listed))
  },
  announce,
  update: (order) => update(order, order.flags.get('--state')),
  cancel: (order) => update(order, 'completed'),
}

/** `holdfast maintenance …`: work that is announced, and may make things fail. */
export async function maintenanceCommand(
  settings: Settings,
  [action = 'list', id = '']: readonly string[],
  flags: Flags,
): Promise<Outcome<number, string>> {
  const act = Object.hasOwn(actions, action) ? actions[action] : undefined
  if (act === undefined) {
    return fail(`\`holdfast maintenance\` cannot \`${action}\`: it can ${Object.keys(actions).join(', ')}.`)
  }
  const calls = statusCalls(settings)
  const listed = await calls.list()
  if (!listed.ok) return listed
  const done = await act({ id, flags, calls, listed: listed.value })
  if (!done.ok) return done
  console.log(done.value.join('\n'))
  return ok(0)
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
  const found = listed.maintenances.find((one) => one.id === id || String(one.number) === id)
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
