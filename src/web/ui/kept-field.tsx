import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import type { Draft } from '../drafts/drafts.ts'
import { OtherTexts } from './other-texts.tsx'

export interface KeptFieldProps {
  readonly name: string
  readonly draft: Draft
  readonly label: string
  readonly note?: string
  /** What it says before anybody has written there. */
  readonly stands?: string
  /** Whether this may be kept in the browser; without it, whatever is typed. */
  readonly mayKeep?: (text: string) => boolean
  readonly type: 'text' | 'url'
  readonly required?: boolean
  readonly maxLength?: number
  readonly placeholder?: string
}

/** A line to write in, kept like every other box. */
export function KeptField(props: KeptFieldProps): JSX.Element {
  const { draft, label, note, stands = '', mayKeep = () => true, type, ...input } = props
  // What no draft says: that all was taken out, and what may not be kept.
  const notKept = useSignal<string | null>(null)
  const write = (text: string): void => {
    const isKept = text !== '' && mayKeep(text)
    notKept.value = isKept ? null : text
    draft.write(isKept ? text : '')
  }
  const field = {
    ...input,
    value: draft.text.value || (notKept.value ?? stands),
    autocomplete: 'off',
    onInput: ({ currentTarget }: { readonly currentTarget: HTMLInputElement }) => write(currentTarget.value),
  }
  return (
    <>
      <OtherTexts draft={draft} />
      <label class="field">
        {label} {note !== undefined && <span class="field-note">{note}</span>}
        {type === 'url' ? <input {...field} type="url" /> : <input {...field} type="text" />}
      </label>
    </>
  )
}
