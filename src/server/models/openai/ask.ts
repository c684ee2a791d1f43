import type { Way } from '#protocol/events.ts'
import type { PromptMessage } from '../port.ts'
import type { Dialect } from './dialect.ts'
import { templates, type TemplateName } from './template.ts'

export interface Question {
  readonly model: string
  readonly messages: readonly PromptMessage[]
  /** The text to go on with; empty at a beginning. */
  readonly sent: string
  /** How to go on; null at a beginning. */
  readonly way: Way | null
  readonly maxTokens: number | undefined
  readonly template: TemplateName
}

export interface Ask {
  readonly path: '/chat/completions' | '/completions'
  readonly body: Readonly<Record<string, unknown>>
}

/** A turn of the person's, never a system prompt: that would change whose voice the story has. */
const goOn =
  'Your last message was cut off. Go on with it exactly where it stops, in the same language and voice. ' +
  'Do not repeat any of it, and do not comment on this.'

/** The request for a reply, or for the rest of one: the same conversation, with the text so far as `way` has it. */
export function askFor(question: Question, dialect: Dialect): Ask {
  const { way, sent, model, maxTokens } = question
  const common = { model, stream: true, ...dialect.usage(), ...dialect.limit(maxTokens) }
  if (way === 'completion') return { path: '/completions', body: { ...common, ...rawPrompt(question) } }
  const flags = way === 'continue-final-message' && sent !== '' ? continueFlags : {}
  return { path: '/chat/completions', body: { ...common, messages: conversation(question, dialect), ...flags } }
}

/** vLLM's pair: the first alone is refused there. */
const continueFlags = { continue_final_message: true, add_generation_prompt: false } as const

function conversation({ messages, sent, way }: Question, dialect: Dialect): readonly object[] {
  const said = dialect.messages(messages).map(({ role, text }) => ({ role, content: text }))
  if (sent === '') return said
  const soFar = { role: 'assistant', content: sent }
  return way === 'asked' ? [...said, soFar, { role: 'user', content: goOn }] : [...said, soFar]
}

function rawPrompt({ messages, sent, template }: Question): object {
  const { turn, reply, stop } = templates[template]
  return { prompt: messages.map(turn).join('') + reply + sent, stop }
}
