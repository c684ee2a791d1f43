import * as z from 'zod/mini'
import type { FaultId } from '#protocol/faults.ts'
import { problemSchema } from '#protocol/problem.ts'
import { streamHeaders, streamRoot } from '#protocol/stream.ts'
import { always, faultResponses } from './describe.ts'

/** What the OpenAPI document says beside the routes, which describe themselves. */
export function documentation(version: string): object {
  const description =
    'Chats, turns and replies. A reply is read from its log, a stream of the Durable Streams protocol.'
  return {
    openapi: '3.1.0',
    info: { title: 'Holdfast', version, description, license: { name: 'MIT', identifier: 'MIT' } },
    paths: { [`${streamRoot}{id}`]: stream },
    components: { schemas: { Problem: z.toJSONSchema(problemSchema) } },
  }
}

const summaries = {
  get: 'Read a log from an offset, once or live',
  head: 'Where a log ends, and what it is',
  put: 'Create a log, or a branch of another',
  post: 'Append to a log, or close it',
  delete: 'Delete a log',
} as const
type Verb = keyof typeof summaries

const protocol = 'As the Durable Streams protocol has it: github.com/durable-streams/durable-streams.'

// The protocol is a document of its own; here stands only which answers there are.
const stream = {
  parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
  get: {
    ...operation('get', [200, 204, 304], ['invalid-offset', 'log-gone']),
    parameters: [
      query('offset', 'Where to begin: -1, now, or an offset as a log has given it.'),
      query('live', 'long-poll or sse: wait for what comes.'),
      query('cursor', `\`${streamHeaders.cursor}\` of the answer before.`),
    ],
  },
  head: operation('head', [200], ['log-gone']),
  put: sending(operation('put', [200, 201], ['log-exists', 'invalid-offset', 'malformed-json', 'body-too-large'])),
  post: sending(
    operation('post', [200, 204], ['log-closed', 'log-reserved', 'log-gone', 'malformed-json', 'body-too-large']),
  ),
  delete: operation('delete', [204], ['log-reserved', 'log-gone']),
}

function operation(verb: Verb, worked: readonly number[], own: readonly FaultId[]): object {
  const responses = Object.fromEntries(worked.map((status) => [String(status), { description: 'It worked.' }]))
  return {
    operationId: `${verb}Stream`,
    summary: summaries[verb],
    description: protocol,
    responses: { ...responses, ...faultResponses([...own, 'log-unknown', 'invalid-stream-request', ...always]) },
  }
}

function sending(described: object): object {
  return { ...described, requestBody: { content: { 'application/json': {}, 'application/octet-stream': {} } } }
}

function query(name: string, description: string): object {
  return { name, in: 'query', description, schema: { type: 'string' } }
}
