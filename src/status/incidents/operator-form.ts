import { faults } from '#protocol/faults.ts'
import type { OperatorEdited } from '#protocol/operator.ts'
import type { Outcome } from '#shared/outcome.ts'
import { fail } from '#shared/outcome.ts'
import { refused } from '../http/answering.ts'
import type { Answer, Asked, Route } from '../http/route.ts'
import { isSame } from '../http/who-asks.ts'
import type { Means } from '../means.ts'
import { peoplePage } from '../people/page.ts'
import { announceMaintenance, updateMaintenance } from './edit-maintenance.ts'
import { openIncident, updateIncident, type Refused } from './edit.ts'
import { operatorPage } from './operator-page.ts'
import {
  incidentUpdateSchema,
  kept,
  maintenanceUpdateSchema,
  newIncidentSchema,
  newMaintenanceSchema,
  versionsIn,
  type OperatorMeans,
} from './operator-routes.ts'

type FormMeans = OperatorMeans & Pick<Means, 'settings'>
type Done = Outcome<OperatorEdited, Refused>

const bodyLimitBytes = 50_000

/** The operator's page and what it sends. It asks for the token where the connection does not prove who asks. */
export function operatorForm(means: FormMeans): readonly Route[] {
  return [
    { method: 'GET', path: '/operator', answer: (asked) => page(means, asked) },
    { method: 'POST', path: '/operator', bodyLimitBytes, answer: (asked) => edited(means, asked) },
  ]
}

function page(means: FormMeans, { isOperator }: Asked, not?: { readonly says: string; readonly body: string }): Answer {
  const { board, settings, store } = means
  if (!isOperator && settings.token === null) return refused('operator-only')
  const facts = { board: board(), versions: versionsIn(store), asksToken: !isOperator, refused: not }
  return peoplePage(operatorPage(facts))
}

function edited(means: FormMeans, asked: Asked): Answer {
  const { token } = means.settings
  const sent = new URLSearchParams(new TextDecoder().decode(asked.body))
  const given = sent.get('token') ?? ''
  if (!asked.isOperator && (token === null || !isSame(given, token))) return refused('operator-only')
  const done = made(means, sent)
  // Asked for again by its own address, so that loading the page again does not say it twice.
  if (done.ok) return { status: 303, type: 'text/plain', body: '', headers: { location: 'operator' } }
  const { title, todo } = faults[done.error.fault]
  const because = done.error.because === undefined ? '' : ` (${done.error.because})`
  return page(means, asked, { says: `${title}${because}. ${todo}`, body: sent.get('body') ?? '' })
}

function made(means: FormMeans, sent: URLSearchParams): Done {
  const id = sent.get('id') ?? ''
  const does = sent.get('does')
  const fields = { version: Number(sent.get('version')), body: sent.get('body') ?? '' }
  if (does === 'update') {
    const nextMin = sent.get('nextMin')
    const more = nextMin === null || nextMin === '' ? {} : { nextMin: Number(nextMin) }
    // What is new is the reason, too. A component shows the beginning of it.
    const wrong = sent.get('probesWrong') === null ? {} : { probesWrong: fields.body.trim().slice(0, 500) }
    const asked = incidentUpdateSchema.safeParse({ ...fields, phase: sent.get('phase'), ...more, ...wrong })
    return asked.success ? kept(means, () => updateIncident(means, id, asked.data)) : unusable
  }
  if (does === 'work') {
    const asked = maintenanceUpdateSchema.safeParse({ ...fields, state: sent.get('state') })
    return asked.success ? kept(means, () => updateMaintenance(means, id, asked.data)) : unusable
  }
  return does === 'open' ? opened(means, sent) : announced(means, sent)
}

const unusable: Done = fail({ fault: 'invalid-request', because: 'something is missing, or is not what it must be' })

function opened(means: FormMeans, sent: URLSearchParams): Done {
  const side = sent.get('side')
  const asked = newIncidentSchema.safeParse({
    title: sent.get('title'),
    impact: sent.get('impact'),
    side: side === '' ? null : side,
    componentIds: sent.getAll('component'),
    body: sent.get('body'),
  })
  return asked.success ? kept(means, () => openIncident(means, asked.data)) : unusable
}

function announced(means: FormMeans, sent: URLSearchParams): Done {
  const moment = (name: string): number => Date.parse(`${sent.get(name) ?? ''}Z`)
  const asked = newMaintenanceSchema.safeParse({
    title: sent.get('title'),
    body: sent.get('body'),
    componentIds: sent.getAll('component'),
    from: moment('from'),
    until: moment('until'),
  })
  return asked.success ? kept(means, () => announceMaintenance(means, asked.data)) : unusable
}
