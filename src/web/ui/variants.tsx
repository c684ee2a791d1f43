import type { JSX } from 'preact'
import type { Message } from '#protocol/chats.ts'
import { Icon } from './icons.tsx'

export interface VariantsProps {
  readonly message: Message
  readonly onOpen: (variantId: string) => void
}

/** `‹ 2/3 ›` between the variants of a message; nothing where there is only one. */
export function Variants({ message: { id, variants }, onOpen }: VariantsProps): JSX.Element | null {
  const index = variants.indexOf(id)
  if (variants.length < 2 || index < 0) return null
  const step = (by: -1 | 1, label: string): JSX.Element => {
    const target = variants[index + by]
    return (
      <button
        type="button"
        class="quiet-button"
        aria-label={label}
        aria-disabled={target === undefined}
        onClick={() => target !== undefined && onOpen(target)}
      >
        <Icon name={by < 0 ? 'back' : 'forth'} />
      </button>
    )
  }
  return (
    <span class="variants" role="group" aria-label="Variants">
      {step(-1, 'Previous variant')}
      <span class="variants-count">
        {index + 1}/{variants.length}
      </span>
      {step(1, 'Next variant')}
    </span>
  )
}
