import type { ChatHistoryItem, LlamaModel, Token } from 'node-llama-cpp'
import type { PromptMessage } from '../port.ts'
import type { Library } from './llama.ts'

/** Writes a conversation as this model was taught to read it, up to where its reply begins. */
export type PromptReader = (messages: readonly PromptMessage[]) => readonly Token[]

export function promptReader(library: Library, model: LlamaModel): PromptReader {
  const hasTemplate = (model.fileInfo.metadata.tokenizer?.chat_template ?? '').trim() !== ''
  return hasTemplate ? byTemplate(library, model) : asPlainText(model)
}

function byTemplate({ resolveChatWrapper }: Library, model: LlamaModel): PromptReader {
  const wrapper = resolveChatWrapper(model, {
    warningLogs: false,
    // These templates would add a system message with today's date, which nobody wrote and which changes at midnight.
    customWrapperSettings: {
      'llama3.1': { cuttingKnowledgeDate: null, todayDate: null },
      'llama3.2-lightweight': { cuttingKnowledgeDate: null, todayDate: null },
    },
  })
  return (messages) => {
    const chatHistory = [...messages.map(historyItem), historyItem({ role: 'assistant', text: '' })]
    // What people wrote is tokenized as text: the marks of a template in a message end no turn.
    return wrapper.generateContextState({ chatHistory }).contextText.tokenize(model.tokenizer)
  }
}

function historyItem({ role, text }: PromptMessage): ChatHistoryItem {
  if (role === 'assistant') return { type: 'model', response: text === '' ? [] : [text] }
  return { type: role, text }
}

/** A model without a template only goes on with a text. */
function asPlainText(model: LlamaModel): PromptReader {
  const { bos, shouldPrependBosToken } = model.tokens
  const beginning = shouldPrependBosToken && bos !== null ? [bos] : []
  return (messages) => [...beginning, ...model.tokenize(messages.map(({ text }) => `${text}\n\n`).join(''), false)]
}
