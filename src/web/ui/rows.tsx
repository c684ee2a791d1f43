import type { JSX } from 'preact'
import { useLayoutEffect } from 'preact/hooks'
import type { Message } from '#protocol/chats.ts'
import type { View } from './view.ts'

export interface RowsProps {
  readonly messages: readonly Message[]
  readonly view: View
  /** Nothing stands above the first of them. */
  readonly isFromBeginning: boolean
  readonly show: (message: Message) => JSX.Element
}

/** The messages around the place that the reader sees, and room in place of all others. */
export function Rows({ messages, view, isFromBeginning, show }: RowsProps): JSX.Element {
  // One flat list: a row that comes to stand between other parts stays the same element, with its focus and selection.
  const parts = view.parts(messages)
  useLayoutEffect(() => view.settle(), [view, parts])
  return (
    <div class={isFromBeginning ? 'rows from-beginning' : 'rows'} ref={view.list}>
      {parts.flatMap((part, index) =>
        part.is === 'gap' ? (
          <div key={`gap ${index}`} style={{ height: `${part.px}px` }} />
        ) : (
          messages.slice(part.from, part.to).map((message) => (
            <div key={message.id} class="row" data-row={message.id}>
              {show(message)}
            </div>
          ))
        ),
      )}
    </div>
  )
}
