import type { RemoteBackend } from '#protocol/backends.ts'
import type { PromptMessage } from '../port.ts'

export type TemplateName = NonNullable<RemoteBackend['template']>

/** How a conversation is written as one text, for a model that is asked to complete it. */
export interface Template {
  readonly turn: (message: PromptMessage) => string
  /** What the reply is written after. */
  readonly reply: string
  /** Where the reply ends. */
  readonly stop: readonly string[]
}

const capitalised = { system: 'System', user: 'User', assistant: 'Assistant' } as const

export const templates: Readonly<Record<TemplateName, Template>> = {
  chatml: {
    turn: ({ role, text }) => `<|im_start|>${role}\n${text}<|im_end|>\n`,
    reply: '<|im_start|>assistant\n',
    stop: ['<|im_end|>'],
  },
  llama3: {
    turn: ({ role, text }) => `<|start_header_id|>${role}<|end_header_id|>\n\n${text}<|eot_id|>`,
    reply: '<|start_header_id|>assistant<|end_header_id|>\n\n',
    stop: ['<|eot_id|>'],
  },
  plain: {
    turn: ({ role, text }) => `${capitalised[role]}: ${text}\n\n`,
    reply: 'Assistant: ',
    stop: ['\nUser:'],
  },
}
