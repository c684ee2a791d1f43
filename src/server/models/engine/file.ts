import { basename, resolve } from 'node:path'
import type { FileBackend } from '#protocol/backends.ts'
import type { BackendInfo } from '#protocol/backends.ts'
import { embeddedBackend } from './backend.ts'
import type { EmbeddedBackend, EmbeddedOptions, Manner } from './backend.ts'
import { Engine } from './engine.ts'
import { recordedChecksum } from './known-checksum.ts'

const manner: Manner = {
  maxTokens: 1024,
  maxPromptTokens: null,
  longMessage: 'refuse',
  sampling: { temperature: 0.8, topP: 0.95, topK: 40, minP: 0.05 },
  tokensPerSecond: 0,
}

/** A GGUF file on this machine, run by the embedded engine. */
export function openFileBackend(
  settings: FileBackend,
  { source, log, clock, dataDir, tokensPerSecond }: EmbeddedOptions & Pick<BackendInfo, 'source'>,
): EmbeddedBackend {
  const file = resolve(settings.file)
  const engine = new Engine({ name: settings.name, file, checksum: recordedChecksum(file, dataDir, log), log, clock })
  const info = { name: settings.name, kind: 'file', source, model: basename(file), at: file, label: null } as const
  return embeddedBackend(
    info,
    engine,
    {
      ...manner,
      maxTokens: settings.maxTokens ?? manner.maxTokens,
      tokensPerSecond: tokensPerSecond ?? manner.tokensPerSecond,
    },
    clock,
  )
}
