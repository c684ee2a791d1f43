import * as z from 'zod/mini'
import { backendListSchema, type BackendList, type NewBackend } from '#protocol/backends.ts'
import {
  acceptedSchema,
  chatListSchema,
  chatSchema,
  messagePageSchema,
  stoppedSchema,
  type Accepted,
  type Chat,
  type ChatPatch,
  type MessagePage,
  type NewChat,
  type Turn,
  type Variant,
} from '#protocol/chats.ts'
import type { Problem } from '#protocol/problem.ts'
import { storySheetSchema, type SheetChange, type StorySheet } from '#protocol/sheet.ts'
import type { Outcome } from '#shared/outcome.ts'
import type { Means } from '../means.ts'
import { call, type Call } from './call.ts'

type Answer<T> = Promise<Outcome<T, Problem>>

/** The server as the page sees it: one function for each thing it can be asked. */
export interface Server {
  readonly chats: () => Answer<readonly Chat[]>
  readonly chat: (id: string) => Answer<Chat>
  readonly createChat: (chat: NewChat) => Answer<Chat>
  readonly changeChat: (id: string, patch: ChatPatch) => Answer<Chat>
  readonly deleteChat: (id: string) => Answer<null>
  readonly sheet: (chatId: string) => Answer<StorySheet>
  readonly setSheet: (chatId: string, change: SheetChange) => Answer<Chat>
  readonly messages: (chatId: string, query?: MessageQuery) => Answer<MessagePage>
  readonly send: (chatId: string, turn: Turn) => Answer<Accepted>
  readonly variant: (messageId: string, variant: Variant) => Answer<Accepted>
  readonly stop: (replyId: string) => Answer<z.infer<typeof stoppedSchema>>
  readonly backends: () => Answer<BackendList>
  readonly connect: (backend: NewBackend) => Answer<BackendList>
  readonly disconnect: (name: string) => Answer<null>
  readonly look: () => Answer<BackendList>
}

export interface MessageQuery {
  readonly branch?: string
  readonly before?: string
  readonly limit?: number
}

export function serverOver(means: Means): Server {
  const ask = <T>(request: Call<T>): Answer<T> => call(means, request)
  const chatPath = (id: string): string => `/api/chats/${encodeURIComponent(id)}`
  return {
    chats: () => ask({ path: '/api/chats', answer: chatsOnly }),
    chat: (id) => ask({ path: chatPath(id), answer: chatSchema }),
    createChat: (body) => ask({ method: 'POST', path: '/api/chats', body, answer: chatSchema }),
    changeChat: (id, body) => ask({ method: 'PATCH', path: chatPath(id), body, answer: chatSchema }),
    deleteChat: (id) => ask({ method: 'DELETE', path: chatPath(id), answer: z.null() }),
    sheet: (id) => ask({ path: `${chatPath(id)}/sheet`, answer: storySheetSchema }),
    setSheet: (id, body) => ask({ method: 'PUT', path: `${chatPath(id)}/sheet`, body, answer: chatSchema }),
    messages: (id, query = {}) =>
      ask({ path: `${chatPath(id)}/messages${queryString(query)}`, answer: messagePageSchema }),
    send: (id, body) => ask({ method: 'POST', path: `${chatPath(id)}/turns`, body, answer: acceptedSchema }),
    variant: (id, body) => ask({ method: 'POST', path: `/api/messages/${id}/variants`, body, answer: acceptedSchema }),
    stop: (id) => ask({ method: 'POST', path: `/api/replies/${id}/stop`, answer: stoppedSchema }),
    backends: () => ask({ path: '/api/backends', answer: backendListSchema }),
    connect: (body) => ask({ method: 'POST', path: '/api/backends', body, answer: backendListSchema }),
    disconnect: (name) =>
      ask({ method: 'DELETE', path: `/api/backends/${encodeURIComponent(name)}`, answer: z.null() }),
    look: () => ask({ method: 'POST', path: '/api/backends/look', answer: backendListSchema }),
  }
}

const chatsOnly = z.pipe(
  chatListSchema,
  z.transform(({ chats }) => chats),
)

function queryString(query: MessageQuery): string {
  const text = new URLSearchParams(
    Object.entries(query).map(([name, value]): [string, string] => [name, String(value)]),
  ).toString()
  return text === '' ? '' : `?${text}`
}
