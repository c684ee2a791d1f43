import * as z from 'zod/mini'
import { getJson, type GetMeans } from '../get.ts'
import type { ListedModel } from '../model-list.ts'

/** Programs that sign their models. */
const owners: Readonly<Record<string, string>> = {
  llamacpp: 'llama.cpp',
  vllm: 'vLLM',
  koboldcpp: 'KoboldCpp',
}

interface Mark {
  readonly program: string
  readonly path: string
  readonly schema: z.core.$ZodType
}

/** Answers that only one program gives. */
const marks: readonly Mark[] = [
  { program: 'KoboldCpp', path: '/api/extra/version', schema: z.object({ result: z.literal('KoboldCpp') }) },
  {
    program: 'LM Studio',
    path: '/api/v1/models',
    schema: z.object({ models: z.array(z.object({ key: z.string() })) }),
  },
  {
    program: 'LM Studio',
    path: '/api/v0/models',
    schema: z.object({ data: z.array(z.object({ state: z.string() })) }),
  },
  { program: 'llama.cpp', path: '/props', schema: z.object({ default_generation_settings: z.unknown() }) },
  { program: 'Ollama', path: '/api/version', schema: z.object({ version: z.string() }) },
  { program: 'vLLM', path: '/version', schema: z.object({ version: z.string() }) },
]

/** Which model server listens at an address; undefined when it is none that we know. */
export async function programAt(
  address: string,
  models: readonly ListedModel[],
  means: GetMeans,
): Promise<string | undefined> {
  const signed = models.map(({ ownedBy }) => owners[ownedBy ?? '']).find((program) => program !== undefined)
  if (signed !== undefined) return signed
  const answers = await Promise.all(
    marks.map(async ({ path, schema }) => z.safeParse(schema, await getJson(address + path, means)).success),
  )
  return marks[answers.indexOf(true)]?.program
}
