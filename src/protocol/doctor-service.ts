import * as z from 'zod/mini'

const name = z.string().check(z.minLength(1), z.maxLength(300))
const port = z.int().check(z.minimum(1), z.maximum(65_535))

/** What the doctor asks of a collector, by `POST /host`: a reading for this port; by `POST /lint`: what to look at before it breaks. */
export const hostQuestionSchema = z.object({ port })

/** What the doctor asks of a second place, by `POST /attempt`: one attempt at a target that the place was told to allow. */
export const attemptQuestionSchema = z.object({
  address: name,
  port,
  isTls: z.boolean(),
  host: name,
  path: z.string().check(z.startsWith('/'), z.maxLength(2000)),
})
