import { describeRoute, resolver } from 'hono-openapi'
import type { MiddlewareHandler } from 'hono'
import type * as z from 'zod/mini'
import { faults, type FaultId } from '#protocol/faults.ts'
import { problemSchema, problemType } from '#protocol/problem.ts'

interface Described {
  readonly summary: string
  readonly status: 200 | 201 | 202 | 204
  readonly answers?: z.ZodMiniType
  readonly faults: readonly FaultId[]
}

/** What the OpenAPI document says of a route. */
export function describe({ summary, status, answers, faults: ids }: Described): MiddlewareHandler {
  const content = answers === undefined ? {} : { content: { 'application/json': { schema: resolver(answers) } } }
  return describeRoute({
    summary,
    responses: { [status]: { description: 'It worked.', ...content }, ...faultResponses(ids) },
  })
}

function faultResponses(ids: readonly FaultId[]): Record<string, object> {
  const byStatus = Map.groupBy(ids, (id) => faults[id].status)
  return Object.fromEntries(
    [...byStatus].map(([status, same]) => [
      String(status),
      {
        description: same.map((id) => `\`${id}\`: ${faults[id].title}.`).join(' '),
        content: { [problemType]: { schema: resolver(problemSchema) } },
      },
    ]),
  )
}
