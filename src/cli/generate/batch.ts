import { randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { z } from 'zod'
import { fail, ok, type Outcome } from '#shared/outcome.ts'
import { generate } from '#story/generator.ts'
import { errorOf, placelessError } from './error-of.ts'

/** One line of a batch. */
const request = z.strictObject({
  id: z.json(),
  input: z.string(),
  files: z.record(z.string(), z.string()).default({}),
  call: z.string().optional(),
  count: z.int().min(1).default(1),
  seed: z.union([z.string(), z.number()]).optional(),
})

/** Answers a file of requests line by line, each as soon as it is known. One that fails never ends the others. */
export async function answerBatch(file: string): Promise<Outcome<number, string>> {
  const input = file === '-' ? process.stdin : createReadStream(file)
  try {
    for await (const line of createInterface({ input, crlfDelay: Infinity })) {
      if (line.trim() !== '') console.log(JSON.stringify(await answer(line)))
    }
  } catch (error) {
    return fail(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`)
  }
  return ok(0)
}

async function answer(line: string): Promise<object> {
  const read = parse(line)
  const asked = request.safeParse(read)
  if (!asked.success) return { id: idOf(read), error: placelessError('bad-request', refusal(asked.error)) }
  const { id, input, files, call, count, seed = randomUUID() } = asked.data
  const generated = await generate({ source: input, files, call, count, seed, now: () => performance.now() })
  return generated.ok ? { id, outputs: generated.value.outputs } : { id, error: errorOf(generated.error) }
}

function refusal({ issues }: z.ZodError): string {
  return issues.map(({ path, message }) => `${path.join('.') || 'the line'}: ${message}`).join('; ')
}

/** What is no JSON is no request, which the schema says. */
function parse(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}

function idOf(read: unknown): unknown {
  return typeof read === 'object' && read !== null && 'id' in read ? read.id : null
}
