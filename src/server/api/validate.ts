import { validator } from 'hono-openapi'
import type { Context, MiddlewareHandler } from 'hono'
import * as z from 'zod/mini'
import { en } from 'zod/locales'
import type { FaultId } from '#protocol/faults.ts'
import { idSchema } from '#protocol/chats.ts'
import { fault, type ServerEnv } from './respond.ts'

// Without words of its own zod/mini says "Invalid input" to everything.
z.config(en())

type Target = 'json' | 'query' | 'param'

/** The shape that `validator` gives a handler: what `c.req.valid(target)` returns. */
export type Valid<T extends Target, S extends z.ZodMiniType> = MiddlewareHandler<
  ServerEnv,
  string,
  { in: { [K in T]: z.input<S> }; out: { [K in T]: z.output<S> } }
>

/** Parses a part of the request, or answers with the fault. What the person sent is never sent back. */
export function valid<T extends Target, S extends z.ZodMiniType>(
  target: T,
  schema: S,
  id: FaultId = 'invalid-request',
): Valid<T, S> {
  const checked = validator(target, schema, (result, c: Context<ServerEnv>) => {
    if (result.success) return undefined
    const errors = result.error.map(({ path, message }) => ({ at: pathOf(path), message }))
    const because = errors.map(({ at, message }) => `${at}: ${message}`).join('; ')
    return fault(c, id, { members: { errors }, because })
  })
  // oxlint-disable-next-line typescript/consistent-type-assertions -- the library types its input by what a form can send
  return checked as unknown as Valid<T, S>
}

/** The `:id` of a path. */
export const validId: Valid<'param', z.ZodMiniType<{ id: string }, { id: string }>> = valid(
  'param',
  z.object({ id: idSchema }),
  'invalid-id',
)

type Path = readonly (PropertyKey | { readonly key: PropertyKey })[]

function pathOf(path: Path = []): string {
  const keys = path.map((part) => String(typeof part === 'object' ? part.key : part))
  return keys.length === 0 ? '(the whole)' : keys.join('.')
}
