import { describeRoute, resolver } from 'hono-openapi'
import type { MiddlewareHandler } from 'hono'
import type * as z from 'zod/mini'
import { faults, type FaultId } from '#protocol/faults.ts'
import { problemType } from '#protocol/problem.ts'

interface Described {
  readonly summary: string
  readonly status: 200 | 201 | 202 | 204
  readonly answers?: z.ZodMiniType
  /** Those of this route alone. */
  readonly faults: readonly FaultId[]
}

const always: readonly FaultId[] = ['wrong-host', 'internal-error', 'storage-unavailable']
const whenChanging: readonly FaultId[] = [...always, 'cross-site', 'wrong-content-type', 'body-too-large']
const whenSending: readonly FaultId[] = [...whenChanging, 'malformed-json', 'invalid-request']

/** What the OpenAPI document says of a route that only reads. */
export function describeReading(described: Described): MiddlewareHandler {
  return describe(described, always)
}

/** Of one that changes something, and needs no body for it. */
export function describeChange(described: Described): MiddlewareHandler {
  return describe(described, whenChanging)
}

/** Of one that takes JSON. */
export function describeSending(described: Described): MiddlewareHandler {
  return describe(described, whenSending)
}

function describe({ summary, status, answers, faults: own }: Described, common: readonly FaultId[]): MiddlewareHandler {
  const content = answers === undefined ? {} : { content: { 'application/json': { schema: resolver(answers) } } }
  return describeRoute({
    summary,
    responses: { [status]: { description: 'It worked.', ...content }, ...faultResponses([...own, ...common]) },
  })
}

/** The answers for faults, by status, and one for those that any address may meet. */
export function faultResponses(ids: readonly FaultId[]): Record<string, object> {
  const byStatus = Map.groupBy(new Set(ids), (id) => faults[id].status)
  const named = [...byStatus].map(([status, same]) => {
    const description = same.map((id) => `\`${id}\`: ${faults[id].title}.`).join(' ')
    return [String(status), { description, ...problemContent }] as const
  })
  return { ...Object.fromEntries(named), default: { description: 'Another fault.', ...problemContent } }
}

const problemContent = { content: { [problemType]: { schema: { $ref: '#/components/schemas/Problem' } } } }
