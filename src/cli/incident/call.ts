import * as z from 'zod/mini'
import { operatorEditedSchema, operatorListSchema, type OperatorEdited, type OperatorList } from '#protocol/operator.ts'
import { fail, ok, type Outcome } from '#shared/outcome.ts'
import type { Settings } from '../config/settings.ts'
import { callStatus } from '../process/call-status.ts'

/** The operator's side of the status process that runs with these settings. */
export interface StatusCalls {
  readonly list: () => Promise<Outcome<OperatorList, string>>
  readonly edit: (path: string, body: object) => Promise<Outcome<OperatorEdited, string>>
}

export function statusCalls(settings: Settings): StatusCalls {
  // The operator may sit elsewhere than the status process, and then knows where people find it.
  const at = { ...settings, statusUrl: settings.statusUrl ?? settings.statusPublicUrl }
  return {
    async list() {
      const answer = await callStatus(at, { path: '/operator/incidents' })
      return answer.ok ? parsedAs(operatorListSchema, answer.value) : answer
    },
    async edit(path, body) {
      const answer = await callStatus(at, { path: `/operator${path}`, body })
      return answer.ok ? parsedAs(operatorEditedSchema, answer.value) : answer
    },
  }
}

function parsedAs<T>(schema: z.ZodMiniType<T>, value: unknown): Outcome<T, string> {
  const parsed = schema.safeParse(value)
  return parsed.success ? ok(parsed.data) : fail('What answers there is not the status process of this Holdfast.')
}
