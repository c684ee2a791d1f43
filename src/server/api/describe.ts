import { describeRoute, resolver } from 'hono-openapi'
import type { MiddlewareHandler } from 'hono'
import type * as z from 'zod/mini'
import { faults, type FaultId } from '#protocol/faults.ts'
import { problemType } from '#protocol/problem.ts'

interface Described {
  readonly summary: string
  readonly status: 200 | 201 | 202 | 204
  readonly answers?: z.ZodMiniType
  /** The types of the files that it answers with instead. */
  readonly files?: readonly string[]
  /** Those of this route alone. */
  readonly faults: readonly FaultId[]
}

/** What every answer may be instead. */
export const always: readonly FaultId[] = [
  'wrong-host',
  'internal-error',
  'storage-unavailable',
  'disk-full',
  'storage-read-only',
  'database-damaged',
]
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

/** Of one that takes a file, of any size. */
export function describeUpload(described: Described): MiddlewareHandler {
  return describe(described, [...always, 'cross-site'], {
    requestBody: { content: { 'application/octet-stream': {} } },
  })
}

function describe(
  { summary, status, answers, files = [], faults: own }: Described,
  common: readonly FaultId[],
  more: object = {},
): MiddlewareHandler {
  const json = answers === undefined ? {} : { 'application/json': { schema: resolver(answers) } }
  const types = { ...json, ...Object.fromEntries(files.map((type) => [type, {}])) }
  const content = Object.keys(types).length === 0 ? {} : { content: types }
  return describeRoute({
    summary,
    ...more,
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
