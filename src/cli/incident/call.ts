import * as z from 'zod/mini'
import {
  componentSchema,
  incidentSchema,
  maintenanceSchema,
  type BoardComponent,
  type BoardIncident,
  type BoardMaintenance,
} from '#protocol/board.ts'
import { problemSchema } from '#protocol/problem.ts'
import { fail, ok, type Outcome } from '#shared/outcome.ts'
import type { Settings } from '../config/settings.ts'
import { addressesOf } from '../process/addresses.ts'

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
  return {
    async list() {
      const answer = await call(settings, '/operator/incidents')
      return answer.ok ? parsedAs(listSchema, answer.value) : answer
    },
    async edit(path, body) {
      const answer = await call(settings, `/operator${path}`, body)
      return answer.ok ? parsedAs(editedSchema, answer.value) : answer
    },
  }
}

function parsedAs<T>(schema: z.ZodMiniType<T>, value: unknown): Outcome<T, string> {
  const parsed = schema.safeParse(value)
  return parsed.success ? ok(parsed.data) : fail('What answers there is not the status process of this Holdfast.')
}

async function call(settings: Settings, path: string, body?: object): Promise<Outcome<unknown, string>> {
  const { statusToken, statusPublicUrl } = settings
  const status = settings.statusUrl ?? statusPublicUrl ?? addressesOf(settings).status
  const authorization = statusToken === null ? {} : { authorization: `Bearer ${statusToken}` }
  const sent = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }
  try {
    const response = await fetch(new URL(path, status), { ...sent, headers: authorization })
    const answer: unknown = await response.json()
    return response.ok ? ok(answer) : fail(refusalIn(answer, response.status))
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error)
    return fail(
      `No status process answers at ${status} (${cause}): start it with \`holdfast up\`, or name its port with --status-port.`,
    )
  }
}

function refusalIn(answer: unknown, status: number): string {
  const problem = problemSchema.safeParse(answer)
  if (!problem.success) return `The status process answered with status ${status}, and no word why.`
  const { title, because, detail, fault } = problem.data
  return `${title}${because === undefined ? '' : ` (${because})`}. ${detail} [${fault}]`
}
