import type { JSX } from 'preact'
import type { Chat } from '#protocol/chats.ts'
import type { App } from '../state/app.ts'
import { blankPagePath, chatPath } from '../state/route.ts'
import { Icon } from './icons.tsx'
import { Link } from './link.tsx'
import { momentWords } from './moment-words.ts'
import { QuietLine } from './quiet-line.tsx'

export interface ChatListProps {
  readonly app: App
  readonly onChange: (chat: Chat) => void
  /** Called when a place was chosen. */
  readonly onGone?: () => void
}

/** All chats, newest first, and the way to a new one. */
export function ChatList({ app, onChange, onGone }: ChatListProps): JSX.Element {
  const { list, trouble } = app.chats
  const openId = app.story.value?.id
  return (
    <nav class="chats" aria-label="Chats">
      <Link class="new-chat" app={app} to={blankPagePath} onGone={onGone}>
        <Icon name="plus" /> New chat
      </Link>
      {trouble.value !== null && (
        <QuietLine what={trouble.value.title} side={trouble.value.side} next={nextOf(app)} isTentative />
      )}
      {list.value?.length === 0 && <p class="chats-empty">Your stories will be listed here.</p>}
      <ul>
        {list.value?.map((chat) => (
          <li key={chat.id} class={chat.id === openId ? 'chat open' : 'chat'}>
            <Link app={app} to={chatPath(chat.id)} isHere={chat.id === openId} onGone={onGone}>
              <span>{chat.title ?? untitled}</span>
            </Link>
            <button
              type="button"
              class="quiet-button"
              aria-label={`Rename or delete “${chat.title ?? untitled}”`}
              onClick={() => onChange(chat)}
            >
              <Icon name="more" />
            </button>
          </li>
        ))}
      </ul>
    </nav>
  )
}

function nextOf(app: App): string {
  const asOf = app.chats.copyAsOf.value
  return asOf === null
    ? 'It is tried again by itself.'
    : `This list is from this device, as of ${momentWords(asOf, app.now())}.`
}

export const untitled = 'Untitled'
