import { open } from 'node:fs/promises'
import { basename } from 'node:path'
import type { BackendSettings, NewBackend } from '#protocol/backends.ts'
import type { Clock } from '#shared/clock.ts'
import { fail, ok, type Outcome } from '#shared/outcome.ts'
import { clip } from '#shared/text.ts'
import { get, jsonIn, type Answer } from './get.ts'
import { modelsIn, writersAmong } from './model-list.ts'
import { failureOf, refusalOf, type Wording } from './openai/failure.ts'
import type { BackendFailure } from './port.ts'

export interface ConnectMeans {
  readonly clock: Clock
  readonly signal: AbortSignal
}

type Checked = Outcome<readonly BackendSettings[], BackendFailure>
type NewRemote = Extract<NewBackend, { readonly baseURL: string }>

/** What a person may wait for when they connect a model: a router far away may be slow, but not slower. */
const limitMs = 10_000

/** The settings of what a person named, after a look at whether it is there. */
export function checked(backend: NewBackend, means: ConnectMeans): Promise<Checked> {
  return 'file' in backend ? checkedFile(backend.file, backend.name) : checkedRemote(backend, means)
}

async function checkedFile(file: string, name = basename(file, '.gguf')): Promise<Checked> {
  try {
    const handle = await open(file)
    try {
      const { buffer } = await handle.read(Buffer.alloc(4), 0, 4, 0)
      if (buffer.toString('latin1') !== 'GGUF') return unusable(`${file} does not begin like a GGUF file`)
    } finally {
      await handle.close()
    }
    return ok([{ name, file }])
  } catch (error) {
    return unusable(String(error))
  }
}

function unusable(because: string): Checked {
  return fail({ fault: 'model-file-unusable', because })
}

async function checkedRemote(backend: NewRemote, means: ConnectMeans): Promise<Checked> {
  const wording = { now: means.clock.now, apiKey: backend.apiKey }
  const base = backend.baseURL.replace(/\/+$/, '')
  const first = await listed(base, backend, means)
  if (first.ok) return settingsFor(backend, base, first.value)
  // Nearly everybody leaves out the /v1 once.
  const second = /\/v\d+$/.test(base) ? first : await listed(`${base}/v1`, backend, means)
  return second.ok ? settingsFor(backend, `${base}/v1`, second.value) : fail(failureFor(first.error, wording))
}

type Unlisted = { readonly kind: 'error'; readonly error: Error } | { readonly kind: 'answer'; readonly answer: Answer }

async function listed(
  base: string,
  { apiKey }: NewRemote,
  { clock, signal }: ConnectMeans,
): Promise<Outcome<readonly string[], Unlisted>> {
  const answer = await get(`${base}/models`, { clock, signal, apiKey, limitMs })
  if (!answer.ok) return fail({ kind: 'error', error: answer.error })
  const models = answer.value.status === 200 ? modelsIn(jsonIn(answer.value.text)) : undefined
  return models === undefined ? fail({ kind: 'answer', answer: answer.value }) : ok(writersAmong(models))
}

function failureFor(unlisted: Unlisted, wording: Wording): BackendFailure {
  if (unlisted.kind === 'error') return failureOf(unlisted.error, wording)
  const { status, text } = unlisted.answer
  if (status !== 200) return refusalOf({ status, message: text }, wording)
  return { fault: 'backend-not-a-model', because: `200, and no list of models: ${clip(text, 80)}` }
}

function settingsFor(backend: NewRemote, baseURL: string, models: readonly string[]): Checked {
  const wanted = backend.model === undefined ? models : models.filter((id) => isNamed(id, backend.model ?? ''))
  if (wanted.length === 0) return fail({ fault: 'backend-rejected', because: missing(backend.model, models) })
  const place = backend.name ?? new URL(baseURL).host
  const isOnly = backend.name !== undefined && wanted.length === 1
  const key = backend.apiKey === undefined ? {} : { apiKey: backend.apiKey }
  return ok(wanted.map((model) => ({ name: isOnly ? place : `${place}: ${model}`, baseURL, model, ...key })))
}

/** Ollama lists `llama3.2:latest` for what everybody calls `llama3.2`. */
function isNamed(id: string, name: string): boolean {
  return id === name || id === `${name}:latest`
}

function missing(model: string | undefined, models: readonly string[]): string {
  if (models.length === 0) return 'it lists no model that writes'
  return `it has no model \`${model}\`, but ${clip(models.join(', '), 200)}`
}
