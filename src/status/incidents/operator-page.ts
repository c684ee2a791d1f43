import {
  impacts,
  incidentPhases,
  maintenanceStates,
  type Board,
  type BoardIncident,
  type BoardMaintenance,
} from '#protocol/board.ts'
import { sides } from '#protocol/fault.ts'
import { markup, type Markup } from '#shared/markup.ts'
import type { PeoplePage } from '../people/page.ts'
import { declarable, maintenanceSteps } from './life.ts'

export interface OperatorPageFacts {
  readonly board: Board
  readonly versions: Readonly<Record<string, number>>
  /** Whether the token must be typed, because the connection proves nothing. */
  readonly asksToken: boolean
  /** Why the last edit was not made, and what was written in it. */
  readonly refused?: { readonly says: string; readonly body: string } | undefined
}

/** Where the operator says what is known, as a page that needs no script. */
export function operatorPage(facts: OperatorPageFacts): PeoplePage {
  const { board, refused } = facts
  const going = board.maintenances.filter(({ state }) => state !== 'completed')
  return {
    title: `What to say of ${board.name}`,
    status: refused === undefined ? 200 : 409,
    main: markup`<nav><a href="./">The status page</a> <a href="inbox">The inbox</a></nav>
      <h1>What to say of ${board.name}</h1>
      <p>All of it is public at once, and nothing of it can be taken away; a correction shows both texts.</p>
      ${refused === undefined ? '' : refusal(refused.says)}
      ${board.open.map((incident) => incidentForm(incident, facts))}
      ${going.map((work) => workForm(work, facts))}
      ${openForm(facts)} ${announceForm(facts)}`,
  }
}

function refusal(says: string): Markup {
  return markup`<p class="card mark" role="alert">It was not said. ${says} What you wrote stands below.</p>`
}

function incidentForm(incident: BoardIncident, facts: OperatorPageFacts): Markup {
  const { id, number, title, phase, updates } = incident
  const next = incidentPhases.filter((one) => declarable[phase][one])
  return form(
    facts,
    { does: 'update', id, says: 'Say it' },
    markup`
    <h2>Incident ${String(number)}: ${title}</h2>
    <p class="note">It is ${phase}. The last word: ${updates[0]?.body ?? 'none'}</p>
    ${select({ name: 'phase', label: 'Phase', options: next, chosen: phase })} ${textarea(facts, 'What is new')}
    ${field('nextMin', 'The next word comes in so many minutes', 'number')} ${doubt(incident)}`,
  )
}

/** Where our probes may see a failure that is none. */
function doubt({ recoveredAt, evidence }: BoardIncident): Markup {
  if (recoveredAt !== null || evidence.length === 0) return markup``
  return markup`<label class="choice"><input type="checkbox" name="probesWrong" value="yes"><span>It is over, and our probes, which
    see it fail still, are wrong: for the reason above, which everybody reads. They are not believed until they have seen it
    well once.</span></label>`
}

function workForm({ id, number, title, state }: BoardMaintenance, facts: OperatorPageFacts): Markup {
  const next = maintenanceStates.filter((one) => maintenanceSteps[state][one])
  return form(
    facts,
    { does: 'work', id, says: 'Say it' },
    markup`
    <h2>Work ${String(number)}: ${title}</h2>
    ${select({ name: 'state', label: 'State', options: next, chosen: state })} ${textarea(facts, 'What is new')}`,
  )
}

function openForm(facts: OperatorPageFacts): Markup {
  return form(
    facts,
    { does: 'open', id: '', says: 'Open it' },
    markup`
    <h2>Open an incident</h2>
    ${field('title', 'What people see first', 'text')}
    ${select({ name: 'impact', label: 'How bad it is', options: impacts, chosen: 'minor' })}
    ${select({ name: 'side', label: 'Whose side', options: ['', ...sides], chosen: '' })} ${components(facts)}
    ${textarea(facts, 'What is known, and what people should do')}`,
  )
}

function announceForm(facts: OperatorPageFacts): Markup {
  return form(
    facts,
    { does: 'announce', id: '', says: 'Announce it' },
    markup`
    <h2>Announce work</h2>
    ${field('title', 'What people see first', 'text')} ${field('from', 'From (UTC)', 'datetime-local')}
    ${field('until', 'Until (UTC)', 'datetime-local')} ${components(facts)}
    ${textarea(facts, 'What is done, and what people will notice of it')}`,
  )
}

interface Sends {
  readonly does: 'update' | 'work' | 'open' | 'announce'
  readonly id: string
  readonly says: string
}

function form({ versions, asksToken }: OperatorPageFacts, { does, id, says }: Sends, inside: Markup): Markup {
  return markup`<form class="card" method="post" action="operator">
    <input type="hidden" name="does" value="${does}">
    <input type="hidden" name="id" value="${id}">
    <input type="hidden" name="version" value="${String(versions[id] ?? 0)}">
    ${inside} ${asksToken ? field('token', 'The token of `statusToken`', 'password') : ''}
    <button>${says}</button>
  </form>`
}

function field(name: string, label: string, type: 'text' | 'number' | 'password' | 'datetime-local'): Markup {
  return markup`<label>${label} <input name="${name}" type="${type}"></label>`
}

function textarea({ refused }: OperatorPageFacts, label: string): Markup {
  return markup`<label>${label} <textarea name="body" rows="4" required>${refused?.body ?? ''}</textarea></label>`
}

interface Select {
  readonly name: string
  readonly label: string
  readonly options: readonly string[]
  readonly chosen: string
}

function select({ name, label, options, chosen }: Select): Markup {
  const shown = options.map((option) => {
    const text = option === '' ? 'not known' : option.replaceAll('_', ' ')
    return option === chosen
      ? markup`<option value="${option}" selected>${text}</option>`
      : markup`<option value="${option}">${text}</option>`
  })
  return markup`<label>${label} <select name="${name}">${shown}</select></label>`
}

function components({ board }: OperatorPageFacts): Markup {
  const boxes = board.components.map(
    ({ id, name }) =>
      markup`<label class="choice"><input type="checkbox" name="component" value="${id}"> ${name}</label>`,
  )
  return markup`<fieldset><legend>What is affected</legend>${boxes}</fieldset>`
}
