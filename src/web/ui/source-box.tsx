import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import { Later } from '../state/later.ts'
import type { Workshop } from '../state/workshop.ts'
import { GeneratorBox, type GeneratorBoxProps } from './generator-box.tsx'

export interface SourceBoxProps extends GeneratorBoxProps {
  readonly workshop: Workshop
}

const editor = new Later(async () => (await import('./code-editor.tsx')).CodeEditor)

/**
 * The text of a generator: in an editor that knows the language or, for as long as that has not come, where it does not
 * come, and for whoever likes it better, in a plain box. Nobody's box is exchanged while they are writing in it.
 */
export function SourceBox({ workshop, ...props }: SourceBoxProps): JSX.Element {
  const isPlain = workshop.plainBox.value.value !== ''
  const isWriting = useSignal(false)
  useEffect(() => void editor.come(), [])
  const Editor = editor.part.value
  const hasEditor = Editor !== null && !isPlain && !isWriting.value
  return (
    <>
      {hasEditor ? (
        <Editor {...props} importable={() => Object.keys(workshop.generators.sources.peek())} />
      ) : (
        <div onFocusIn={() => (isWriting.value = true)} onFocusOut={() => (isWriting.value = false)}>
          <GeneratorBox {...props} />
        </div>
      )}
      <p class="field-note">
        {hasEditor && 'Tab moves a line in; Escape and then Tab leaves the text. '}
        {editor.hasFailed.value && 'The editor with colours did not come, so this is a plain box. '}
      </p>
      <label class="radio">
        <input
          type="checkbox"
          checked={isPlain}
          onChange={({ currentTarget }) => workshop.plainBox.keep(currentTarget.checked ? 'yes' : '')}
        />
        A plain box, without colours and completion
      </label>
    </>
  )
}
