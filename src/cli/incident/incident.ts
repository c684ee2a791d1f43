import type { BoardIncident } from '#protocol/board.ts'
import { fail, ok, type Outcome } from '#shared/outcome.ts'
import type { Settings } from '../config/settings.ts'
import { carryOut, numbered, said, versionOf, type Actions, type Done, type Order } from './command.ts'
import { componentsNamed, given, momentIn, needed, type Flags } from './order.ts'
import { incidentLines, listLines } from './show.ts'

export const incidentFlags: readonly string[] = [
  '--title',
  '--body',
  '--impact',
  '--side',
  '--component',
  '--phase',
  '--next',
  '--version',
  '--started',
  '--recovered',
  '--of',
  '--into',
  '--probes-wrong',
  '--json',
]

const actions: Actions = {
  list: async ({ listed, flags }) => ok(flags.has('--json') ? [JSON.stringify(listed.incidents)] : listLines(listed)),
  show: async (order) => {
    const found = incidentIn(order)
    if (!found.ok) return found
    return ok(order.flags.has('--json') ? [JSON.stringify(found.value)] : incidentLines(found.value, order.listed))
  },
  open,
  update: (order) => update(order, order.flags.get('--phase')),
  close: (order) => update(order, 'resolved'),
  correct,
  merge,
}

/** `holdfast incident …`: what is said of outages, by whoever runs the site. */
export function incidentCommand(
  settings: Settings,
  words: readonly string[],
  flags: Flags,
): Promise<Outcome<number, string>> {
  return carryOut('incident', actions, { settings, words, flags })
}

function incidentIn({ id, listed }: Order): Outcome<BoardIncident, string> {
  const found = numbered(listed.incidents, id)
  return found === undefined
    ? fail(`There is no incident \`${id}\`: \`holdfast incident list\` shows them.`)
    : ok(found)
}

async function open({ flags, calls, listed }: Order): Done {
  const title = needed(flags, '--title', 'what people see first')
  if (!title.ok) return title
  const body = needed(flags, '--body', 'what is known, and what people should do')
  if (!body.ok) return body
  const componentIds = componentsNamed(flags, listed)
  if (!componentIds.ok) return componentIds
  const startedAt = momentIn(flags, '--started')
  if (!startedAt.ok) return startedAt
  const recoveredAt = momentIn(flags, '--recovered')
  if (!recoveredAt.ok) return recoveredAt
  const times = given({ startedAt: startedAt.value, recoveredAt: recoveredAt.value, side: flags.get('--side') })
  const impact = flags.get('--impact') ?? 'minor'
  const made = await calls.edit('/incidents', {
    title: title.value,
    body: body.value,
    impact,
    componentIds: componentIds.value,
    ...times,
  })
  return said(made, 'opened')
}

async function update(order: Order, phase: string | undefined): Done {
  const { flags, calls } = order
  const found = incidentIn(order)
  if (!found.ok) return found
  const wrong = flags.has('--probes-wrong') ? needed(flags, '--probes-wrong', 'why they are') : ok(undefined)
  if (!wrong.ok) return wrong
  const body = wrong.value !== undefined && !flags.has('--body') ? ok(itWorks) : needed(flags, '--body', 'what is new')
  if (!body.ok) return body
  const next = flags.get('--next')
  const more = { title: flags.get('--title'), impact: flags.get('--impact'), side: flags.get('--side') }
  const asked = { version: versionOf(order, found.value.id), phase: phase ?? found.value.phase, body: body.value }
  const promised = next === undefined ? undefined : Number(next)
  const path = `/incidents/${found.value.id}/updates`
  return said(
    await calls.edit(path, { ...asked, ...given({ ...more, nextMin: promised, probesWrong: wrong.value }) }),
    'updated',
  )
}

const itWorks = 'It works.'

async function correct(order: Order): Done {
  const { flags, calls } = order
  const found = incidentIn(order)
  if (!found.ok) return found
  const updateId = needed(flags, '--of', 'the id of what is corrected, as `holdfast incident show` has it')
  if (!updateId.ok) return updateId
  const body = needed(flags, '--body', 'what it should say')
  if (!body.ok) return body
  const asked = { version: versionOf(order, found.value.id), updateId: updateId.value, body: body.value }
  return said(await calls.edit(`/incidents/${found.value.id}/corrections`, asked), 'corrected')
}

async function merge(order: Order): Done {
  const found = incidentIn(order)
  if (!found.ok) return found
  const into = needed(order.flags, '--into', 'the incident that goes on')
  if (!into.ok) return into
  const target = incidentIn({ ...order, id: into.value })
  if (!target.ok) return target
  const asked = { version: versionOf(order, found.value.id), into: target.value.id }
  return said(await order.calls.edit(`/incidents/${found.value.id}/merge`, asked), 'goes on')
}
