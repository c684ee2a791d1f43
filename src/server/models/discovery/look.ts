import type { RemoteBackend } from '#protocol/backends.ts'
import type { Clock } from '#shared/clock.ts'
import { getJson } from '../get.ts'
import { modelsIn, writersAmong } from '../model-list.ts'
import { programAt } from './program.ts'

/** Where model servers usually listen: Ollama, llama.cpp, LM Studio, vLLM, KoboldCpp. */
export const usualPorts: readonly number[] = [11434, 8080, 1234, 8000, 5001]

export interface LookMeans {
  readonly clock: Clock
  readonly signal: AbortSignal
}

/** On this machine whoever answers, answers at once. */
const limitMs = 300

/**
 * Looks for model servers on this machine. What they are is told by what they answer: other programs listen on the same
 * ports, and are asked one harmless question.
 */
export async function look(ports: readonly number[], means: LookMeans): Promise<readonly RemoteBackend[]> {
  const found = await Promise.all(ports.map((port) => lookAt(`http://127.0.0.1:${port}`, means)))
  return found.flat()
}

async function lookAt(address: string, { clock, signal }: LookMeans): Promise<readonly RemoteBackend[]> {
  const means = { clock, signal, limitMs }
  const models = modelsIn(await getJson(`${address}/v1/models`, means))
  if (models === undefined) return []
  const program = (await programAt(address, models, means)) ?? new URL(address).host
  return writersAmong(models).map((model) => ({ name: `${program}: ${model}`, baseURL: `${address}/v1`, model }))
}
