import type { RemoteBackend } from '#protocol/backends.ts'
import type { DoneEvent } from '#protocol/events.ts'
import type { Clock } from '#shared/clock.ts'
import { contextSize } from './context-size.ts'
import type { Said } from './ear.ts'

export type Finish = NonNullable<DoneEvent['finish']>
export type Finished = Extract<Said, { readonly kind: 'finished' }>

export interface FinishMeans {
  readonly settings: RemoteBackend
  readonly clock: Clock
  readonly signal: AbortSignal
  /** The limit that was asked for. */
  readonly maxTokens: number | undefined
}

/** Why the model ended. A full context is reported as a length reached: only the numbers tell them apart. */
export async function finishOf({ reason, usage }: Finished, means: FinishMeans): Promise<Finish> {
  if (reason !== 'length') return 'stop'
  const { settings, clock, signal, maxTokens = Infinity } = means
  if (usage === null || (usage.completionTokens ?? 0) >= maxTokens) return 'length'
  const total = usage.totalTokens ?? (usage.promptTokens ?? 0) + (usage.completionTokens ?? 0)
  const { baseURL, apiKey, model } = settings
  const size = await contextSize({ baseURL, apiKey, model, clock, signal })
  return size !== null && total >= size - 1 ? 'context-full' : 'length'
}
