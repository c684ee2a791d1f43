import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import type { Message } from '#protocol/chats.ts'
import type { CopiedChat } from '../copies/copied.ts'
import type { Restored } from '../copies/restored.ts'
import { untitled } from './chat-list.tsx'
import { Prose } from './prose.tsx'
import { PutBackChoices, restoredSentence, type RestoredOfferProps } from './restored-offer.tsx'
import { count } from './size-words.ts'

/** The messages that the server no longer has, to read before anybody decides about them. */
export function OnlyHere({ app, ledgers }: RestoredOfferProps): JSX.Element | null {
  const chats = ledgers.restored.onlyHere.value
  if (chats.length === 0) return null
  return (
    <section class="card" aria-labelledby="only-here-title">
      <h2 id="only-here-title">Only on this device</h2>
      <p>{restoredSentence(app, ledgers)} Nothing on the server is changed by putting them back.</p>
      {chats.map((copy) => (
        <OnlyHereOf key={copy.id} restored={ledgers.restored} copy={copy} />
      ))}
      <PutBackChoices restored={ledgers.restored} />
    </section>
  )
}

function OnlyHereOf({ restored, copy }: { readonly restored: Restored; readonly copy: CopiedChat }): JSX.Element {
  const messages = useSignal<readonly Message[]>([])
  const show = async (): Promise<void> => {
    const found = await restored.messagesOf(copy)
    messages.value = found.toSorted((a, b) => a.createdAt - b.createdAt)
  }
  return (
    <details class="only-here" onToggle={() => void show()}>
      <summary>
        {copy.chat?.title ?? untitled}: {count(copy.onlyHere.length, 'message')}
      </summary>
      {messages.value.map(({ id, role, text }) => (
        <article key={id} class={role === 'user' ? 'own' : 'reply'} aria-label={role === 'user' ? 'You' : 'Reply'}>
          <Prose text={text} isOver />
        </article>
      ))}
    </details>
  )
}
