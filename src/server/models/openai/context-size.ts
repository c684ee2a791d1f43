import * as z from 'zod/mini'
import type { Clock } from '#shared/clock.ts'
import { getJson } from '../get.ts'
import { modelsIn } from '../model-list.ts'

const propsSchema = z.object({ default_generation_settings: z.object({ n_ctx: z.number() }) })

export interface ContextQuestion {
  readonly baseURL: string
  readonly apiKey: string | undefined
  readonly model: string
  readonly clock: Clock
  readonly signal: AbortSignal
}

/** How many tokens the model can hold, if its server tells: vLLM among its models, llama-server in its properties. */
export async function contextSize({ baseURL, apiKey, model, clock, signal }: ContextQuestion): Promise<number | null> {
  const means = { clock, signal, apiKey, limitMs: 1_000 }
  const base = baseURL.replace(/\/+$/, '')
  const listed = modelsIn(await getJson(`${base}/models`, means))?.find(({ id }) => id === model)
  if (typeof listed?.contextTokens === 'number') return listed.contextTokens
  const props = propsSchema.safeParse(await getJson(`${base.replace(/\/v1$/, '')}/props`, means))
  return props.data?.default_generation_settings.n_ctx ?? null
}
