import * as z from 'zod/mini'
import { impacts, incidentPhases, maintenanceStates } from '#protocol/board.ts'
import { sides } from '#protocol/fault.ts'
import type { OperatorEdited, OperatorList } from '#protocol/operator.ts'
import type { Outcome } from '#shared/outcome.ts'
import { refused } from '../http/answering.ts'
import { json, type Answer, type Asked, type Route } from '../http/route.ts'
import type { Means } from '../means.ts'
import {
  announceMaintenance,
  updateMaintenance,
  type MaintenanceUpdate,
  type NewMaintenance,
} from './edit-maintenance.ts'
import {
  correctUpdate,
  mergeIncident,
  openIncident,
  updateIncident,
  type EditMeans,
  type IncidentUpdate,
  type NewIncident,
  type Refused,
} from './edit.ts'

export type OperatorMeans = EditMeans & Pick<Means, 'board' | 'changed'>

const bodyLimitBytes = 50_000
const words = z.string().check(z.trim(), z.minLength(1), z.maxLength(10_000))
const reason = z.string().check(z.trim(), z.minLength(1), z.maxLength(500))
const title = z.string().check(z.trim(), z.minLength(1), z.maxLength(200))
const version = z.int().check(z.minimum(1))
const moment = z.number().check(z.minimum(0), z.maximum(8_640_000_000_000_000))
const componentIds = z.readonly(z.array(z.string().check(z.maxLength(12))).check(z.maxLength(100)))
const side = z.nullable(z.enum(sides))
const minutes = z.number().check(z.minimum(1), z.maximum(10_080))

export const newIncidentSchema: z.ZodMiniType<NewIncident> = z.strictObject({
  title,
  impact: z.enum(impacts),
  side: z._default(side, null),
  componentIds: z._default(componentIds, []),
  body: words,
  startedAt: z.optional(moment),
  recoveredAt: z.optional(moment),
})
export const incidentUpdateSchema: z.ZodMiniType<IncidentUpdate> = z.strictObject({
  version,
  phase: z.enum(incidentPhases),
  body: words,
  title: z.optional(title),
  impact: z.optional(z.enum(impacts)),
  side: z.optional(side),
  nextMin: z.optional(minutes),
  probesWrong: z.optional(reason),
})
const correctionSchema = z.strictObject({ version, updateId: z.string(), body: words })
const mergeSchema = z.strictObject({ version, into: z.string() })
export const newMaintenanceSchema: z.ZodMiniType<NewMaintenance> = z.strictObject({
  title,
  body: words,
  componentIds: z._default(componentIds, []),
  from: moment,
  until: moment,
})
export const maintenanceUpdateSchema: z.ZodMiniType<MaintenanceUpdate> = z.strictObject({
  version,
  state: z.enum(maintenanceStates),
  body: words,
  from: z.optional(moment),
  until: z.optional(moment),
})

/** What only the operator may ask: incidents and maintenances with their versions, and every edit of them. */
export function operatorRoutes(means: OperatorMeans): readonly Route[] {
  return [
    { method: 'GET', path: '/operator/incidents', who: 'operator', answer: () => json(listOf(means)) },
    edit(means, '/operator/incidents', newIncidentSchema, (asked) => openIncident(means, asked)),
    edit(means, '/operator/incidents/:id/updates', incidentUpdateSchema, (asked, id) =>
      updateIncident(means, id, asked),
    ),
    edit(means, '/operator/incidents/:id/corrections', correctionSchema, (asked, id) =>
      correctUpdate(means, id, asked),
    ),
    edit(means, '/operator/incidents/:id/merge', mergeSchema, (asked, id) => mergeIncident(means, id, asked)),
    edit(means, '/operator/maintenances', newMaintenanceSchema, (asked) => announceMaintenance(means, asked)),
    edit(means, '/operator/maintenances/:id/updates', maintenanceUpdateSchema, (asked, id) =>
      updateMaintenance(means, id, asked),
    ),
  ]
}

function edit<T>(
  means: OperatorMeans,
  path: string,
  schema: z.ZodMiniType<T>,
  make: (asked: T, id: string) => Outcome<OperatorEdited, Refused>,
): Route {
  const answer = ({ body, params }: Asked): Answer => {
    const asked = schema.safeParse(parsed(body))
    if (!asked.success) return refused('invalid-request', { because: whyNot(asked.error) })
    return answerOf(kept(means, () => make(asked.data, params['id'] ?? '')))
  }
  return { method: 'POST', path, who: 'operator', bodyLimitBytes, answer }
}

/** Makes an edit, on a full disk in memory, for then people need to hear of it most; and tells all who show what is public. */
export function kept<T>(means: OperatorMeans, make: () => Outcome<T, Refused>): Outcome<T, Refused> {
  const done = means.store.write(make)
  if (done.ok) means.changed()
  return done
}

function answerOf(done: Outcome<OperatorEdited, Refused>): Answer {
  if (!done.ok) return refused(done.error.fault, { because: done.error.because })
  const { id, number, version: now } = done.value
  return json({ id, number, version: now } satisfies OperatorEdited)
}

function listOf({ store, board }: OperatorMeans): OperatorList {
  const { open, past, maintenances, components } = board()
  return { incidents: [...open, ...past], maintenances, components, versions: versionsIn(store) }
}

/** The version of each incident and maintenance, by id. */
export function versionsIn({ db, all }: OperatorMeans['store']): Readonly<Record<string, number>> {
  const incidents = all(db.selectFrom('incidents').select(['id', 'version']))
  const maintenances = all(db.selectFrom('maintenances').select(['id', 'version']))
  return Object.fromEntries([...incidents, ...maintenances].map((row) => [row.id, row.version]))
}

function whyNot(error: z.core.$ZodError): string {
  const [issue] = error.issues
  return issue === undefined ? 'it is not understood' : `${issue.path.join('.')}: ${issue.message}`
}

function parsed(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(body))
  } catch {
    return undefined // The schema says what is wanted.
  }
}
