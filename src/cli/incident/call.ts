import * as z from 'zod/mini'
import {
  componentSchema,
  incidentSchema,
  maintenanceSchema,
  type BoardComponent,
  type BoardIncident,
  type BoardMaintenance,
} from '#protocol/board.ts'
import { fail, ok, type Outcome } from '#shared/outcome.ts'
import type { Settings } from '../config/settings.ts'
import { callStatus } from '../process/call-status.ts'

const listSchema = z.object({
  incidents: z.array(incidentSchema),
  maintenances: z.array(maintenanceSchema),
  components: z.array(componentSchema),
  versions: z.record(z.string(), z.number()),
})
export interface Listed {
  readonly incidents: readonly BoardIncident[]
  readonly maintenances: readonly BoardMaintenance[]
  readonly components: readonly BoardComponent[]
  readonly versions: Readonly<Record<string, number>>
}

const editedSchema = z.object({ id: z.string(), number: z.number(), version: z.number() })
export interface Edited {
  readonly id: string
  readonly number: number
  readonly version: number
}

/** The operator's side of the status process that runs with these settings. */
export interface StatusCalls {
  readonly list: () => Promise<Outcome<Listed, string>>
  readonly edit: (path: string, body: object) => Promise<Outcome<Edited, string>>
}

export function statusCalls(settings: Settings): StatusCalls {
  // The operator may sit elsewhere than the status process, and then knows where people find it.
  const at = { ...settings, statusUrl: settings.statusUrl ?? settings.statusPublicUrl }
  return {
    async list() {
      const answer = await callStatus(at, { path: '/operator/incidents' })
      return answer.ok ? parsedAs(listSchema, answer.value) : answer
    },
    async edit(path, body) {
      const answer = await callStatus(at, { path: `/operator${path}`, body })
      return answer.ok ? parsedAs(editedSchema, answer.value) : answer
    },
  }
}

function parsedAs<T>(schema: z.ZodMiniType<T>, value: unknown): Outcome<T, string> {
  const parsed = schema.safeParse(value)
  return parsed.success ? ok(parsed.data) : fail('What answers there is not the status process of this Holdfast.')
}
