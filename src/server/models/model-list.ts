import * as z from 'zod/mini'

const listSchema = z.object({
  data: z.array(z.object({ id: z.string(), owned_by: z.nullish(z.string()), max_model_len: z.nullish(z.number()) })),
})

export interface ListedModel {
  readonly id: string
  readonly ownedBy: string | null
  /** vLLM alone says how many tokens a model can hold. */
  readonly contextTokens: number | null
}

/** The models in the answer of `/v1/models`; undefined when it is something else. */
export function modelsIn(json: unknown): readonly ListedModel[] | undefined {
  const parsed = listSchema.safeParse(json)
  return parsed.data?.data.map(({ id, owned_by, max_model_len }) => ({
    id,
    ownedBy: owned_by ?? null,
    contextTokens: max_model_len ?? null,
  }))
}

/** The ids of the models that write. Those that only measure text are listed among them by most servers. */
export function writersAmong(models: readonly ListedModel[]): readonly string[] {
  return models.map(({ id }) => id).filter((id) => !/\bembed|\brerank/i.test(id))
}
