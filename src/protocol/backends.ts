import * as z from 'zod/mini'

/** The ways to go on with half a reply that a back end may be told to have. `auto` tries from the most exact on. */
export const continuations = ['auto', 'prefill', 'continue-final-message', 'completion', 'asked'] as const

const nameSchema = z.string().check(z.minLength(1, 'must not be empty'), z.maxLength(200, 'is over 200 characters'))

const baseUrlSchema = z.string().check(z.refine(isHttpUrl, 'must be an http or https address'))

function isHttpUrl(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)
}

/** A model server that speaks the OpenAI API. */
export const remoteBackendSchema = z.strictObject({
  name: nameSchema,
  /** Usually ends in /v1. */
  baseURL: baseUrlSchema,
  apiKey: z.optional(z.string()),
  model: nameSchema,
  continuation: z.optional(z.enum(continuations)),
  /** How the raw prompt is written, for `completion`. */
  template: z.optional(z.enum(['chatml', 'llama3', 'plain'])),
  maxTokens: z.optional(z.number().check(z.int('must be a whole number'), z.positive('must be above 0'))),
})
export type RemoteBackend = z.infer<typeof remoteBackendSchema>

/** A GGUF file that the embedded engine runs on this machine. */
export const fileBackendSchema = z.strictObject({
  name: nameSchema,
  file: z.string().check(z.minLength(1, 'must not be empty')),
  maxTokens: z.optional(z.number().check(z.int('must be a whole number'), z.positive('must be above 0'))),
})
export type FileBackend = z.infer<typeof fileBackendSchema>

export const backendSchema = z.union([remoteBackendSchema, fileBackendSchema])
export type BackendSettings = z.infer<typeof backendSchema>

/** What a person sends to connect a model: an address, or a file on the server's machine. */
export const newBackendSchema = z.union([
  z.strictObject({
    name: z.optional(nameSchema),
    baseURL: baseUrlSchema,
    apiKey: z.optional(z.string()),
    /** Left out, every model that the server lists. */
    model: z.optional(nameSchema),
  }),
  z.strictObject({ name: z.optional(nameSchema), file: z.string().check(z.minLength(1, 'must not be empty')) }),
])
export type NewBackend = z.infer<typeof newBackendSchema>

/**
 * Where a back end comes from: the settings, a person who connected it, a look at this machine's usual ports, or
 * Holdfast itself.
 */
export const backendSources = ['configured', 'connected', 'found', 'built-in'] as const

export const backendInfoSchema = z.object({
  name: z.string(),
  kind: z.enum(['remote', 'file', 'narrator']),
  source: z.enum(backendSources),
  /** What the back end calls the model. */
  model: z.string(),
  /** Address or file; never a key. */
  at: z.string(),
  /** What a reader must know wherever this one speaks; null for a real model. */
  label: z.nullable(z.string()),
})
export type BackendInfo = z.infer<typeof backendInfoSchema>

export const backendListSchema = z.object({
  backends: z.array(backendInfoSchema),
  /** The name of the one that writes when a turn names none; null while looking. */
  chosen: z.nullable(z.string()),
  /** Still looking for model servers on this machine. */
  looking: z.boolean(),
})
export type BackendList = z.infer<typeof backendListSchema>

export const narratorName = 'holdfast-practice'
export const narratorLabel = 'practice narrator: fluent, but it does not understand requests'
