import { fileURLToPath } from 'node:url'
import { narratorLabel, narratorName } from '#protocol/backends.ts'
import type { BackendInfo } from '#protocol/backends.ts'
import type { PromptMessage } from '../port.ts'
import { embeddedBackend } from './backend.ts'
import type { EmbeddedBackend, EmbeddedOptions, Manner } from './backend.ts'
import { Engine } from './engine.ts'
import { pinnedChecksum } from './known-checksum.ts'

/** Made by `tools/narrator`; what it is stands in `models/README.md`. */
const modelFile = 'models/holdfast-narrator-0.gguf'
const modelSha256 = '7a5fe6a7bd2e2fb03283c11f8277f111dbc70d10ce25248d91ed6b4ad98edc00'

const info: BackendInfo = {
  name: narratorName,
  kind: 'narrator',
  source: 'built-in',
  model: narratorName,
  at: modelFile,
  label: narratorLabel,
}

const manner: Manner = {
  // Its turns are never longer, and of a conversation it was never shown more than 160 tokens: it still tells a story
  // with this many before it, and less well with more.
  maxTokens: 150,
  maxPromptTokens: 240,
  // It does not understand what it reads, so it need not refuse what it cannot read whole.
  longMessage: 'read-its-end',
  sampling: { temperature: 0.7, topP: 0.95, topK: 40, minP: 0 },
  // It writes a thousand; nobody reads that fast.
  tokensPerSecond: 30,
}

/** The practice narrator: a tiny model of our own that needs nothing else and understands nothing. */
export function openNarrator({ log, clock, tokensPerSecond }: Omit<EmbeddedOptions, 'dataDir'>): EmbeddedBackend {
  const file = fileURLToPath(new URL(`../../../../${modelFile}`, import.meta.url))
  const engine = new Engine({ name: narratorName, file, checksum: pinnedChecksum(modelSha256), log, clock })
  const paced = { ...manner, tokensPerSecond: tokensPerSecond ?? manner.tokensPerSecond }
  const backend = embeddedBackend(info, engine, paced, clock)
  return { ...backend, write: (request) => backend.write({ ...request, messages: spoken(request.messages) }) }
}

/** It was never shown a system message, cannot follow one, and a long one would leave no room for the story. */
function spoken(messages: readonly PromptMessage[]): readonly PromptMessage[] {
  return messages.filter(({ role }) => role !== 'system')
}
