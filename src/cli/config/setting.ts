import * as z from 'zod/mini'

export interface Setting<T> {
  readonly schema: z.ZodMiniType<T>
  readonly default: T
  /** What it does, in a sentence for the operator. */
  readonly about: string
  /** What a good value looks like, as the end of "but it must be …". */
  readonly mustBe: string
  /** What to do, where setting another value is not all there is to it. */
  readonly fix?: string
}

export const port: Omit<Setting<number>, 'default' | 'about'> = {
  schema: z.int().check(z.minimum(0), z.maximum(65_535)),
  mustBe: 'a whole number from 0 to 65535, where 0 lets the system choose',
}
export const ms = (leastMs: number, mostMs: number): Omit<Setting<number>, 'default' | 'about'> => ({
  schema: z.int().check(z.minimum(leastMs), z.maximum(mostMs)),
  mustBe: `a whole number of milliseconds from ${leastMs} to ${mostMs}`,
})
export const address: Omit<Setting<string | null>, 'about'> = {
  default: null,
  schema: z.nullable(
    z.string().check(
      z.regex(/^https?:\/\/[^/?#@\s]+\/?$/),
      z.refine((text) => URL.canParse(text)),
    ),
  ),
  mustBe: 'an address such as http://127.0.0.1:8522, with no user and no path',
}
export const bool: Omit<Setting<boolean>, 'default' | 'about'> = { schema: z.boolean(), mustBe: 'true or false' }
export const hour = 3_600_000
